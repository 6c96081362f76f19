using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Policies;

/// <summary>A field that a condition names.</summary>
/// <param name="Name">The field: an alias or one of <see cref="FieldNames"/>.</param>
/// <param name="Source">Where.</param>
/// <param name="ByFunction">Named by the function <c>field()</c>, which always means the resource that <c>if</c> tests.</param>
public readonly record struct FieldUse(string Name, JToken Source, bool ByFunction)
{
    /// <summary>The fields that one comparison names, its <c>where</c> left out. A field given by an expression is not known.</summary>
    public static IEnumerable<FieldUse> In(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var named = comparison switch
        {
            FieldCondition field => field.Field,
            CountCondition { Count: FieldCount count } => count.Field,
            _ => null,
        };
        if (named is not null && !TemplateText.IsExpression(named.Value))
            yield return new FieldUse(TemplateText.Unescape(named.Value), named.Source, ByFunction: false);

        var value = comparison switch
        {
            ValueCondition condition => condition.Value,
            CountCondition { Count: ValueCount count } => count.Value,
            _ => null,
        };
        foreach (var text in Texts(value).Concat(Texts(comparison.Operand)))
        {
            foreach (var call in Calls((string)text!))
                yield return new FieldUse(call, text, ByFunction: true);
        }
    }

    private static IEnumerable<JToken> Texts(JToken? token) => token switch
    {
        JValue { Type: JTokenType.String } => [token],
        JContainer container => container.Descendants().Where(t => t.Type == JTokenType.String),
        _ => [],
    };

    private static IEnumerable<string> Calls(string text) =>
        TemplateText.IsExpression(text) && text.Contains("field", StringComparison.OrdinalIgnoreCase)
            && ExpressionParser.Parse(text).Expression is { } expression
            ? expression.Calls().Where(c => c.Is("field")).Select(c => c.LiteralArgument).OfType<string>()
            : [];
}
