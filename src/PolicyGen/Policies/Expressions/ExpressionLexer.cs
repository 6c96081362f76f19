using System.Text;

namespace PolicyGen.Policies.Expressions;

/// <summary>Cuts the inside of an expression into tokens, one at a time. Never throws: bad characters are tokens too.</summary>
internal sealed class ExpressionLexer(string text, int start, int end)
{
    private int _position = start;

    /// <summary>The next token; <see cref="ExpressionTokenKind.End"/> for ever once the text is used up.</summary>
    public ExpressionToken Next()
    {
        while (_position < end && char.IsWhiteSpace(text[_position]))
            _position++;
        if (_position >= end)
            return new ExpressionToken(ExpressionTokenKind.End, "", end);

        var at = _position;
        var c = text[at];
        if (c == '\'')
            return String();
        if (char.IsAsciiDigit(c) || c is '-' or '+' && at + 1 < end && char.IsAsciiDigit(text[at + 1]))
            return Integer();
        if (IsIdentifierStart(c))
            return Identifier();

        _position++;
        return c switch
        {
            '(' => Symbol(ExpressionTokenKind.LeftParenthesis, at),
            ')' => Symbol(ExpressionTokenKind.RightParenthesis, at),
            '[' => Symbol(ExpressionTokenKind.LeftBracket, at),
            ']' => Symbol(ExpressionTokenKind.RightBracket, at),
            ',' => Symbol(ExpressionTokenKind.Comma, at),
            '.' => Symbol(ExpressionTokenKind.Dot, at),
            '"' => new ExpressionToken(ExpressionTokenKind.Invalid, "Text stands in single quotes, not in double quotes.", at),
            _ => new ExpressionToken(ExpressionTokenKind.Invalid, $"The character '{c}' has no meaning here.", at),
        };
    }

    /// <summary>True for the characters that can begin a function or property name.</summary>
    public static bool IsIdentifierStart(char c) => char.IsAsciiLetter(c) || c is '_' or '$';

    /// <summary>True for the characters that can continue a function or property name.</summary>
    public static bool IsIdentifierPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$';

    private static ExpressionToken Symbol(ExpressionTokenKind kind, int at) => new(kind, "", at);

    private ExpressionToken Identifier()
    {
        var at = _position;
        while (_position < end && IsIdentifierPart(text[_position]))
            _position++;
        return new ExpressionToken(ExpressionTokenKind.Identifier, text[at.._position], at);
    }

    private ExpressionToken Integer()
    {
        var at = _position++;
        while (_position < end && char.IsAsciiDigit(text[_position]))
            _position++;
        return new ExpressionToken(ExpressionTokenKind.Integer, text[at.._position], at);
    }

    private ExpressionToken String()
    {
        var at = _position++;
        var value = new StringBuilder();
        while (_position < end)
        {
            var c = text[_position++];
            if (c != '\'')
                value.Append(c);
            else if (_position < end && text[_position] == '\'')
                value.Append(text[_position++]);
            else
                return new ExpressionToken(ExpressionTokenKind.String, value.ToString(), at);
        }

        return new ExpressionToken(ExpressionTokenKind.Invalid, "The text has no closing quote.", at);
    }
}
