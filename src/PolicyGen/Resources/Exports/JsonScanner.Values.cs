using System.Runtime.CompilerServices;

namespace PolicyGen.Resources.Exports;

// Passing over whole values, which is where nearly all bytes are. It works on the bytes of the window in place; only at the
// window's end, and for what is rare, the members of the other part take over.
internal sealed partial class JsonScanner
{
    // Deeper nesting is no fault of the grammar, but to follow it costs memory.
    private const int MaxFollowed = 1_000_000;

    private bool[] _isObject = new bool[256];

    /// <summary>Passes over one value.</summary>
    /// <param name="depth">Number of objects and arrays that it stands in, for <see cref="Depth"/>.</param>
    public bool SkipValue(int depth)
    {
        var window = new Window { Rest = bytes.Rest };
        var own = 0;
        while (true)
        {
            // A value begins.
            var first = Next(ref window);
            switch (first)
            {
                case '{' or '[':
                    window.At++;
                    if (!Enter(ref own, depth, first == '{'))
                        return false;
                    var inside = Next(ref window);
                    if (inside == (first == '{' ? '}' : ']'))
                        break;
                    if (first == '{' && !SkipName(ref window, inside))
                        return false;
                    continue;
                case '"':
                    if (!SkipText(ref window))
                        return false;
                    break;
                case 't' or 'f' or 'n' or (>= '0' and <= '9') or '-':
                    Leave(ref window);
                    if (!SkipLiteral(first))
                        return false;
                    window.Rest = bytes.Rest;
                    break;
                default:
                    Leave(ref window);
                    return Fail(first < 0 ? TooEarly : "Here should stand a value.");
            }

            // A value, or an object or array that is still open, has ended its part: close what closes here.
            while (own > 0)
            {
                var isObject = _isObject[own - 1];
                var next = Next(ref window);
                if (next == (isObject ? '}' : ']'))
                {
                    window.At++;
                    own--;
                    continue;
                }

                if (next != ',')
                {
                    Leave(ref window);
                    return FailAfterValue(next, isObject);
                }

                window.At++;
                if (isObject && !SkipName(ref window, Next(ref window)))
                    return false;
                break;
            }

            if (own > 0)
                continue;
            Leave(ref window);
            return true;
        }
    }

    /// <summary>Says that something else should stand after a member or element.</summary>
    public bool FailAfterValue(int next, bool isObject) =>
        Fail(next < 0 ? TooEarly : isObject ? "Here should stand a comma or }." : "Here should stand a comma or ].");

    private bool Enter(ref int own, int depth, bool isObject)
    {
        if (own == _isObject.Length)
        {
            if (own >= MaxFollowed)
                return Fail($"Objects and arrays nest more than {MaxFollowed} deep.");
            Array.Resize(ref _isObject, own * 2);
        }

        _isObject[own++] = isObject;
        Depth = Math.Max(Depth, depth + own);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next(ref Window window)
    {
        if (window.At < window.Rest.Length && window.Rest[window.At] > ' ')
            return window.Rest[window.At];
        return NextAfterSpace(ref window);
    }

    private int NextAfterSpace(ref Window window)
    {
        var rest = window.Rest[window.At..];
        var skip = rest.IndexOfAnyExcept(lines ? LineSpaces : Spaces);
        if (skip >= 0)
        {
            window.At += skip;
            return rest[skip];
        }

        bytes.Advance(window.Rest.Length);
        var next = Peek();
        window = new Window { Rest = bytes.Rest };
        return next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool SkipName(ref Window window, int next)
    {
        if (next != '"')
        {
            Leave(ref window);
            return Fail("Here should stand a property name in double quotes.");
        }

        if (!SkipText(ref window))
            return false;
        if (Next(ref window) != ':')
        {
            Leave(ref window);
            return Fail("Here should stand a colon.");
        }

        window.At++;
        return true;
    }

    private bool SkipText(ref Window window)
    {
        var rest = window.Rest[(window.At + 1)..];
        var mark = rest.IndexOfAny((byte)'"', (byte)'\\', (byte)'\n');
        if (mark >= 0 && rest[mark] == '"')
        {
            window.At += mark + 2;
            return true;
        }

        Leave(ref window);
        if (!SkipText(capture: false))
            return false;
        window = new Window { Rest = bytes.Rest };
        return true;
    }

    private void Leave(ref Window window)
    {
        bytes.Advance(window.At);
        window = default;
    }

    private bool SkipLiteral(int first)
    {
        switch (first)
        {
            case 't':
                return SkipWord("true"u8);
            case 'f':
                return SkipWord("false"u8);
            case 'n':
                return SkipWord("null"u8);
            default:
                SkipNumber();
                return true;
        }
    }

    private ref struct Window
    {
        public ReadOnlySpan<byte> Rest;
        public int At;
    }
}
