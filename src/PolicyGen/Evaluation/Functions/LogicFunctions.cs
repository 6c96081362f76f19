using Newtonsoft.Json.Linq;
using static PolicyGen.Evaluation.Functions.Arguments;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Functions of logic and comparison (template-functions-logical.md, template-functions-comparison.md).</summary>
internal static class LogicFunctions
{
    public static IEnumerable<TemplateFunction> All { get; } =
    [
        new("true", 0, 0, _ => Of(true)),
        new("false", 0, 0, _ => Of(false)),
        new("not", 1, 1, a => Flag(a[0]) is { } flag ? Of(!flag) : Wrong("not", "a boolean", a[0])),
        new("xor", 2, 2, a => Flag(a[0]) is not { } x ? Wrong("xor", "booleans", a[0]) : Flag(a[1]) is { } y ? Of(x ^ y) : Wrong("xor", "booleans", a[1])),
        new("bool", 1, 1, Bool),
        new("equals", 2, 2, a => Of(Same(a[0], a[1]))),
        new("greater", 2, 2, a => Order("greater", a, o => o > 0)),
        new("greaterOrEquals", 2, 2, a => Order("greaterOrEquals", a, o => o >= 0)),
        new("less", 2, 2, a => Order("less", a, o => o < 0)),
        new("lessOrEquals", 2, 2, a => Order("lessOrEquals", a, o => o <= 0)),
    ];

    private static PolicyValue Bool(ReadOnlySpan<JToken> arguments) => arguments[0] switch
    {
        JValue { Value: bool flag } => Of(flag),
        JValue { Value: string text } when bool.TryParse(text, out var flag) => Of(flag),
        JValue { Type: JTokenType.Integer } number => Of(Integer(number) != 0),
        var other => Wrong("bool", "true, false or a number", other),
    };

    // Numbers of both kinds are compared by value.
    private static bool Same(JToken left, JToken right) =>
        left is JValue { Value: long or int or decimal or double } a && right is JValue { Value: long or int or decimal or double } b
            ? NumberFunctions.Value(a) == NumberFunctions.Value(b)
            : JToken.DeepEquals(left, right);

    private static PolicyValue Order(string name, ReadOnlySpan<JToken> arguments, Func<int, bool> holds)
    {
        if (NumberFunctions.Value(arguments[0]) is { } a && NumberFunctions.Value(arguments[1]) is { } b)
            return Of(holds(a.CompareTo(b)));
        if (Text(arguments[0]) is { } x && Text(arguments[1]) is { } y)
            return Of(holds(string.CompareOrdinal(x, y)));
        return PolicyValue.Failed($"The function '{name}' takes two numbers or two texts.");
    }
}
