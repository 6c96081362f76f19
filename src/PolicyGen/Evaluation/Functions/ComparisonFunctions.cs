using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Comparing two values (template-functions-comparison.md).</summary>
internal static class ComparisonFunctions
{
    private const TokenKinds Ordered = TokenKinds.Number | TokenKinds.String;

    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Seeing("equals", Equal, TokenKinds.Any, TokenKinds.Any),
        TemplateFunction.Of("greater", arguments => Compare(arguments, order => order > 0), Ordered, Ordered),
        TemplateFunction.Of("greaterOrEquals", arguments => Compare(arguments, order => order >= 0), Ordered, Ordered),
        TemplateFunction.Of("less", arguments => Compare(arguments, order => order < 0), Ordered, Ordered),
        TemplateFunction.Of("lessOrEquals", arguments => Compare(arguments, order => order <= 0), Ordered, Ordered),
    ];

    private static PolicyValue Equal(ReadOnlySpan<JToken> arguments)
    {
        if (TokenEquality.Equal(arguments[0], arguments[1]) is { } equal)
            return PolicyValue.Of(new JValue(equal));
        return PolicyValue.Of(TokenScan.Of(arguments[0]).FirstUnknown ?? TokenScan.Of(arguments[1]).FirstUnknown!);
    }

    private static PolicyValue Compare(ReadOnlySpan<JToken> arguments, Func<int, bool> holds)
    {
        var left = Tokens.Kind(arguments[0]);
        var right = Tokens.Kind(arguments[1]);
        if (left == TokenKinds.String != (right == TokenKinds.String))
            return PolicyValue.Failed($"{Tokens.Describe(left)} cannot be compared with {Tokens.Describe(right)}");
        if (left == TokenKinds.String)
        {
            var first = Tokens.Text(arguments[0]);
            var second = Tokens.Text(arguments[1]);
            return InvariantOrder.Compare(first, second, ignoreCase: false) is { } order
                ? PolicyValue.Of(new JValue(holds(order)))
                : PolicyValue.Unknown($"which of the texts '{first}' and '{second}' Azure sorts first");
        }

        return PolicyValue.Of(new JValue(holds(Tokens.CompareNumbers(arguments[0], arguments[1]))));
    }
}
