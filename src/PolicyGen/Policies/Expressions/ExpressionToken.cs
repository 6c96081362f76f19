namespace PolicyGen.Policies.Expressions;

/// <summary>The kinds of tokens that template expressions are made of.</summary>
internal enum ExpressionTokenKind
{
    Identifier,
    String,
    Integer,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    Comma,
    Dot,
    End,
    Invalid,
}

/// <summary>One token.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Text">Identifier, unquoted text or digits; the complaint for an invalid token; otherwise empty.</param>
/// <param name="Position">Offset of its first character.</param>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, string Text, int Position);
