namespace PolicyGen.Bicep;

/// <summary>
/// Steps through Bicep text: just enough of the grammar (azure-docs, bicep/file.md, data-types.md) to find the keyword of a
/// declaration behind its decorators, and the file that a parameter file uses. Malformed text ends in null, never in an
/// exception.
/// </summary>
internal sealed class BicepScanner(string text, int position)
{
    // The compiler takes no deeper nesting either.
    private const int MaxNesting = 256;

    private int _nesting;

    /// <summary>Index of the next character.</summary>
    public int Position { get; private set; } = position;

    private bool AtEnd => Position >= text.Length;

    /// <summary>Skips white space, line breaks and comments.</summary>
    public void SkipTrivia()
    {
        while (!AtEnd)
        {
            if (char.IsWhiteSpace(text[Position]))
                Position++;
            else if (StartsWith("//"))
                SkipPast("\n");
            else if (StartsWith("/*"))
                SkipPast("*/");
            else
                return;
        }
    }

    /// <summary>Reads an identifier or keyword; empty when there is none.</summary>
    public string ReadWord()
    {
        var start = Position;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(text[Position]) || text[Position] == '_'))
            Position++;
        return text[start..Position];
    }

    /// <summary>Takes a character if it is next.</summary>
    public bool Take(char c)
    {
        if (AtEnd || text[Position] != c)
            return false;
        Position++;
        return true;
    }

    /// <summary>Reads a plain string in single quotes; null when there is none, or when it holds an expression.</summary>
    public string? ReadLiteral()
    {
        if (AtEnd || text[Position] != '\'' || StartsWith("'''"))
            return null;
        var start = Position + 1;
        SkipString();
        var value = text[start..Math.Max(start, Position - 1)];
        return value.Contains('\\') || value.Contains("${", StringComparison.Ordinal) ? null : value;
    }

    /// <summary>Skips <c>@name(…)</c>.</summary>
    public void SkipDecorator()
    {
        Position++;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(text[Position]) || text[Position] is '_' or '.'))
            Position++;
        if (!AtEnd && text[Position] == '(')
            SkipBalanced();
    }

    /// <summary>Goes to the next line.</summary>
    public void SkipLine() => SkipPast("\n");

    private void SkipBalanced()
    {
        if (++_nesting > MaxNesting)
            Position = text.Length;
        SkipBrackets();
        _nesting--;
    }

    private void SkipBrackets()
    {
        var depth = 0;
        while (!AtEnd)
        {
            if (StartsWith("//") || StartsWith("/*"))
            {
                SkipTrivia();
                continue;
            }

            switch (text[Position])
            {
                case '\'':
                    SkipString();
                    continue;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth--;
                    break;
            }

            Position++;
            if (depth == 0)
                return;
        }
    }

    private void SkipString()
    {
        if (StartsWith("'''"))
        {
            Position += 3;
            SkipPast("'''");
            return;
        }

        Position++;
        while (!AtEnd)
        {
            switch (text[Position])
            {
                case '\'':
                    Position++;
                    return;
                case '\n' or '\r':
                    return;
                case '\\':
                    Position = Math.Min(text.Length, Position + 2);
                    break;
                case '$' when StartsWith("${"):
                    Position++;
                    SkipBalanced();
                    break;
                default:
                    Position++;
                    break;
            }
        }
    }

    private bool StartsWith(string value) => string.CompareOrdinal(text, Position, value, 0, value.Length) == 0;

    private void SkipPast(string value)
    {
        var index = text.IndexOf(value, Position, StringComparison.Ordinal);
        Position = index < 0 ? text.Length : index + value.Length;
    }
}
