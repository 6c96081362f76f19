using System.Buffers;

namespace PolicyGen.Resources.Exports;

/// <summary>
/// Checks JSON's grammar (RFC 8259) over bytes without making anything of it: where values begin and end, how deep they
/// nest, and the few texts that the caller asks for. Escapes and numbers are only checked as far as the structure hangs on
/// them. Members return false at a fault, which <see cref="Fault"/> then describes.
/// </summary>
/// <param name="bytes">The text.</param>
/// <param name="lines">True when a line feed ends a value: in JSON Lines.</param>
internal sealed partial class JsonScanner(JsonBytes bytes, bool lines)
{
    /// <summary>Longest text that is captured, in bytes.</summary>
    public const int MaxCapture = 512;

    private static readonly SearchValues<byte> Spaces = SearchValues.Create(" \n\r\t"u8);
    private static readonly SearchValues<byte> LineSpaces = SearchValues.Create(" \r\t"u8);
    private static readonly SearchValues<byte> TextMarks = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> LineTextMarks = SearchValues.Create("\"\\\n"u8);
    private static readonly SearchValues<byte> NumberParts = SearchValues.Create("0123456789+-.eE"u8);

    private const string TooEarly = "The text ends too early.";

    private readonly SearchValues<byte> _textMarks = lines ? LineTextMarks : TextMarks;
    private readonly byte[] _capture = new byte[MaxCapture];
    private int _captured;

    /// <summary>What is wrong, in one English sentence.</summary>
    public string? Fault { get; private set; }

    /// <summary>Where the next byte is.</summary>
    public JsonBytes Bytes => bytes;

    /// <summary>Deepest nesting of the values skipped since it was set.</summary>
    public int Depth { get; set; }

    /// <summary>True when a <c>\ud…</c> escape was passed since it was set: half of a surrogate pair, perhaps.</summary>
    public bool HasSurrogate { get; set; }

    /// <summary>The text captured last.</summary>
    public ReadOnlySpan<byte> Captured => _capture.AsSpan(0, _captured);

    /// <summary>True when the text captured last holds an escape or is longer than <see cref="MaxCapture"/>: it is not what it says.</summary>
    public bool IsCaptureOpaque { get; private set; }

    /// <summary>Says what is wrong here.</summary>
    public bool Fail(string fault)
    {
        Fault ??= fault;
        return false;
    }

    /// <summary>Passes over white space. The next byte, or -1 at the end of the file.</summary>
    /// <param name="between">True between values, where a line feed may stand in JSON Lines too.</param>
    public int Peek(bool between = false)
    {
        var spaces = lines && !between ? LineSpaces : Spaces;
        while (true)
        {
            var rest = bytes.Rest;
            if (rest.IsEmpty)
                return -1;
            if (rest[0] > ' ')
                return rest[0];
            var skip = rest.IndexOfAnyExcept(spaces);
            if (skip >= 0)
            {
                bytes.Advance(skip);
                return rest[skip];
            }

            bytes.Advance(rest.Length);
        }
    }

    /// <summary>Passes over one byte that <see cref="Peek"/> gave.</summary>
    public void Take() => bytes.Advance(1);

    /// <summary>Passes over a text and captures it.</summary>
    public bool CaptureText()
    {
        _captured = 0;
        IsCaptureOpaque = false;
        return Peek() == '"' ? SkipText(capture: true) : Fail("Here should stand a text in double quotes.");
    }

    /// <summary>Passes over a colon.</summary>
    public bool TakeColon()
    {
        if (Peek() != ':')
            return Fail("Here should stand a colon.");
        Take();
        return true;
    }

    /// <summary>Passes over the rest of the line.</summary>
    public void SkipLine()
    {
        while (true)
        {
            var rest = bytes.Rest;
            var end = rest.IndexOf((byte)'\n');
            bytes.Advance(end < 0 ? rest.Length : end);
            if (end >= 0 || rest.IsEmpty)
                break;
        }

        Fault = null;
    }

    private bool SkipText(bool capture)
    {
        bytes.Advance(1);
        while (true)
        {
            var rest = bytes.Rest;
            if (rest.IsEmpty)
                return Fail("The text ends inside a text in quotes.");
            var mark = rest.IndexOfAny(_textMarks);
            if (capture)
                Capture(mark < 0 ? rest : rest[..mark]);
            if (mark < 0)
            {
                bytes.Advance(rest.Length);
                continue;
            }

            bytes.Advance(mark);
            if (rest[mark] == '\n')
                return Fail("The line ends inside a text in quotes.");
            bytes.Advance(1);
            if (rest[mark] == '"')
                return true;
            IsCaptureOpaque |= capture;
            if (!SkipEscape())
                return false;
        }
    }

    private bool SkipEscape()
    {
        var rest = bytes.Rest;
        if (rest.IsEmpty || lines && rest[0] == '\n')
            return Fail("The text ends inside a text in quotes.");
        var isUnicode = rest[0] == 'u';
        bytes.Advance(1);
        if (isUnicode)
            HasSurrogate |= bytes.Rest is [(byte)'d' or (byte)'D', ..];
        return true;
    }

    private void Capture(ReadOnlySpan<byte> part)
    {
        var room = Math.Min(part.Length, MaxCapture - _captured);
        part[..room].CopyTo(_capture.AsSpan(_captured));
        _captured += room;
        IsCaptureOpaque |= room < part.Length;
    }

    private bool SkipWord(ReadOnlySpan<byte> word)
    {
        foreach (var letter in word)
        {
            if (bytes.Rest is not [var next, ..] || next != letter)
                return Fail("Here should stand a value.");
            bytes.Advance(1);
        }

        return true;
    }

    private void SkipNumber()
    {
        while (true)
        {
            var rest = bytes.Rest;
            var end = rest.IndexOfAnyExcept(NumberParts);
            bytes.Advance(end < 0 ? rest.Length : end);
            if (end >= 0 || rest.IsEmpty)
                return;
        }
    }
}
