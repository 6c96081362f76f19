namespace PolicyGen.Policies.Expressions;

/// <summary>Why a text is not an expression.</summary>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Position">Zero-based offset of the offending character in the whole string, bracket included.</param>
public sealed record ExpressionError(string Message, int Position);

/// <summary>The outcome of parsing: exactly one of the two is set.</summary>
/// <param name="Expression">The expression, or null when the text is not one.</param>
/// <param name="Error">What is wrong, or null.</param>
public readonly record struct ExpressionParseResult(Expression? Expression, ExpressionError? Error);
