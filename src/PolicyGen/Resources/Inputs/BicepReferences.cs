using System.Collections.Immutable;

namespace PolicyGen.Resources.Inputs;

/// <summary>
/// What a .bicep or .bicepparam file refers to on disk, read from its text without the compiler (Azure/bicep,
/// docs/grammar.md): enough to tell which files of a folder are deployed by others.
/// </summary>
/// <param name="Modules">Paths after <c>module</c>, as written.</param>
/// <param name="Imports">Paths after <c>import … from</c>, as written.</param>
/// <param name="Using">The path after <c>using</c>; null when there is none, as in <c>using none</c>.</param>
/// <param name="DeclaresNothing">True when the file declares neither a resource nor a module.</param>
internal sealed record BicepReferences(ImmutableArray<string> Modules, ImmutableArray<string> Imports, string? Using, bool DeclaresNothing)
{
    /// <summary>Scans the text. Comments and text literals are not taken for declarations.</summary>
    public static BicepReferences Scan(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var modules = ImmutableArray.CreateBuilder<string>();
        var imports = ImmutableArray.CreateBuilder<string>();
        string? used = null;
        var declares = false;
        string previous = "", beforePrevious = "", statement = "";
        var words = new BicepWords(text);
        while (words.Next(out var word, out var isText, out var startsLine))
        {
            if (startsLine && !isText)
                statement = word;
            declares |= startsLine && !isText && word is "resource" or "module";
            if (isText && beforePrevious == "module" && statement == "module")
                modules.Add(word);
            else if (isText && previous == "using" && statement == "using")
                used ??= word;
            else if (isText && previous is "from" or "import" && statement == "import")
                imports.Add(word);
            (beforePrevious, previous) = (previous, isText ? "" : word);
        }

        return new BicepReferences(modules.DrainToImmutable(), imports.DrainToImmutable(), used, !declares);
    }
}

/// <summary>Cuts Bicep text into words and text literals; everything else is passed over.</summary>
internal sealed class BicepWords(string text)
{
    private int _position;
    private bool _lineStart = true;

    public bool Next(out string word, out bool isText, out bool startsLine)
    {
        while (_position < text.Length)
        {
            startsLine = _lineStart;
            var c = text[_position];
            if (c is '\n' or '\r')
            {
                _lineStart = true;
                _position++;
            }
            else if (char.IsWhiteSpace(c))
            {
                _position++;
            }
            else if (At("//"))
            {
                _position = EndOf("\n", _position) - 1;
            }
            else if (At("/*"))
            {
                _position = EndOf("*/", _position + 2);
            }
            else if (At("'''"))
            {
                _position = EndOf("'''", _position + 3);
                _lineStart = false;
            }
            else if (c == '\'')
            {
                _lineStart = false;
                word = Literal();
                isText = true;
                return true;
            }
            else
            {
                _lineStart = false;
                if (char.IsAsciiLetter(c) || c == '_')
                {
                    var start = _position;
                    while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] == '_'))
                        _position++;
                    word = text[start.._position];
                    isText = false;
                    return true;
                }

                _position++;
            }
        }

        word = "";
        isText = startsLine = false;
        return false;
    }

    private bool At(string mark) => text.AsSpan(_position).StartsWith(mark, StringComparison.Ordinal);

    private int EndOf(string mark, int from)
    {
        var found = from < text.Length ? text.IndexOf(mark, from, StringComparison.Ordinal) : -1;
        return found < 0 ? text.Length + (mark == "\n" ? 1 : 0) : found + mark.Length;
    }

    // Up to the closing quote on the line. A literal with an interpolation is no path, so that where it ends matters little.
    private string Literal()
    {
        var start = ++_position;
        while (_position < text.Length && text[_position] is not ('\'' or '\n' or '\r'))
            _position += text[_position] == '\\' ? 2 : 1;
        var end = Math.Min(_position, text.Length);
        _position = Math.Min(end + 1, text.Length);
        return text[start..end];
    }
}
