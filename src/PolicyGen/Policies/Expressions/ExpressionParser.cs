using System.Collections.Immutable;
using System.Globalization;

namespace PolicyGen.Policies.Expressions;

/// <summary>
/// Parses template expressions: <c>[concat(parameters('prefix'), '/', field('name'))]</c>. The work and the depth of the
/// result are bounded, so that what comes back can be walked recursively.
/// </summary>
public sealed class ExpressionParser
{
    /// <summary>
    /// Longest expression in characters (MicrosoftDocs/azure-docs, definition-structure-policy-rule.md, "Policy rule limits").
    /// </summary>
    public const int MaxLength = 81_920;

    /// <summary>Deepest nesting of function calls (same source). Indexes in brackets count as well.</summary>
    public const int MaxNesting = 64;

    /// <summary>
    /// Greatest height of the tree. Calls nest 64 deep, and no object that Azure Policy evaluates is deeper than 128
    /// (same source), so a longer chain of properties cannot mean anything.
    /// </summary>
    public const int MaxHeight = MaxNesting + 128;

    private readonly ExpressionLexer _lexer;
    private ExpressionToken _token;
    private ExpressionError? _error;

    private ExpressionParser(string text)
    {
        _lexer = new ExpressionLexer(text, 1, text.Length - 1);
        _token = _lexer.Next();
    }

    /// <summary>Parses a string for which <see cref="TemplateText.IsExpression"/> holds. Never throws on its content.</summary>
    public static ExpressionParseResult Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TemplateText.IsExpression(text))
            return Failed("An expression stands between one [ and one ].", 0);
        if (text.Length > MaxLength)
            return Failed(string.Create(CultureInfo.InvariantCulture, $"The expression has {text.Length} characters; Azure takes {MaxLength}."), MaxLength);

        var parser = new ExpressionParser(text);
        var expression = parser.ParseExpression(1, out _);
        if (expression is not null && parser._token.Kind != ExpressionTokenKind.End)
            expression = parser.Fail(parser.Unexpected("the end of the expression"));
        return new ExpressionParseResult(expression, parser._error);

        static ExpressionParseResult Failed(string message, int position) => new(null, new ExpressionError(message, position));
    }

    // expression = primary { "." name | "[" expression "]" }
    private Expression? ParseExpression(int nesting, out int height)
    {
        var expression = ParsePrimary(nesting, out height);
        while (expression is not null)
        {
            var position = _token.Position;
            if (Accept(ExpressionTokenKind.Dot))
            {
                if (_token.Kind != ExpressionTokenKind.Identifier)
                    return Fail(Unexpected("a property name"));
                expression = new PropertyAccess(expression, _token.Text, position);
                height++;
                Advance();
            }
            else if (Accept(ExpressionTokenKind.LeftBracket))
            {
                var index = ParseNested(nesting, out var indexHeight);
                if (index is null)
                    return null;
                if (!Accept(ExpressionTokenKind.RightBracket))
                    return Fail(Unexpected("]"));
                expression = new IndexAccess(expression, index, position);
                height = Math.Max(height, indexHeight) + 1;
            }
            else
            {
                return expression;
            }

            if (height > MaxHeight)
                return Fail(new ExpressionError(string.Create(CultureInfo.InvariantCulture, $"The expression is more than {MaxHeight} levels deep."), position));
        }

        return null;
    }

    private Expression? ParsePrimary(int nesting, out int height)
    {
        height = 1;
        var token = _token;
        switch (token.Kind)
        {
            case ExpressionTokenKind.String:
                Advance();
                return new StringLiteral(token.Text, token.Position);
            case ExpressionTokenKind.Integer:
                Advance();
                return long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? new IntegerLiteral(number, token.Position)
                    : Fail(new ExpressionError("The number does not fit into 64 bits.", token.Position));
            case ExpressionTokenKind.Identifier:
                Advance();
                return ParseCall(token, nesting, out height);
            default:
                return Fail(Unexpected("a function, a text or a number"));
        }
    }

    // call = [ namespace "." ] name "(" [ expression { "," expression } ] ")"
    private FunctionCall? ParseCall(ExpressionToken identifier, int nesting, out int height)
    {
        height = 1;
        var name = identifier.Text;
        if (Accept(ExpressionTokenKind.Dot))
        {
            if (_token.Kind != ExpressionTokenKind.Identifier)
                return FailCall(Unexpected("a function name"));
            name += "." + _token.Text;
            Advance();
        }

        if (!Accept(ExpressionTokenKind.LeftParenthesis))
            return FailCall(Unexpected($"( after the function name '{name}'"));

        var arguments = ImmutableArray.CreateBuilder<Expression>();
        while (_token.Kind != ExpressionTokenKind.RightParenthesis || arguments.Count > 0)
        {
            if (ParseNested(nesting, out var argumentHeight) is not { } argument)
                return null;
            arguments.Add(argument);
            height = Math.Max(height, argumentHeight + 1);
            if (!Accept(ExpressionTokenKind.Comma))
                break;
        }

        return Accept(ExpressionTokenKind.RightParenthesis)
            ? new FunctionCall(name, arguments.DrainToImmutable(), identifier.Position)
            : FailCall(Unexpected(", or )"));
    }

    // Literals are leaves and may stand below the deepest call.
    private Expression? ParseNested(int nesting, out int height)
    {
        height = 0;
        return nesting >= MaxNesting && _token.Kind == ExpressionTokenKind.Identifier
            ? Fail(new ExpressionError(string.Create(CultureInfo.InvariantCulture, $"Functions are nested more than {MaxNesting} deep."), _token.Position))
            : ParseExpression(nesting + 1, out height);
    }

    private void Advance() => _token = _lexer.Next();

    private bool Accept(ExpressionTokenKind kind)
    {
        if (_token.Kind != kind)
            return false;
        Advance();
        return true;
    }

    private ExpressionError Unexpected(string wanted) => _token.Kind switch
    {
        ExpressionTokenKind.Invalid => new ExpressionError(_token.Text, _token.Position),
        ExpressionTokenKind.End => new ExpressionError($"The expression ends where {wanted} should stand.", _token.Position),
        _ => new ExpressionError($"Here should stand {wanted}.", _token.Position),
    };

    private Expression? Fail(ExpressionError error)
    {
        _error ??= error;
        return null;
    }

    private FunctionCall? FailCall(ExpressionError error)
    {
        _error ??= error;
        return null;
    }
}
