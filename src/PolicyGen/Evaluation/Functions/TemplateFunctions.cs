using System.Collections.Frozen;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// The pure functions that policy rules may call (MicrosoftDocs/azure-docs, azure-resource-manager/templates/
/// template-functions-*.md; governance/policy/concepts/definition-structure-policy-rule.md, "Policy functions"). Functions
/// that read the resource, the scope or the request, and the lazy ones, belong to the expression compiler.
/// </summary>
internal static class TemplateFunctions
{
    // definition-structure-policy-rule.md, "Limits enforced during evaluation".
    private const int MaxTextLength = 131_072;
    private const int MaxDepth = 128;
    private const int MaxNodes = 32_768;

    private static readonly FrozenDictionary<string, TemplateFunction> Functions =
        new[] { ArrayFunctions.All, ObjectFunctions.All, LogicFunctions.All, NumberFunctions.All, TextFunctions.All, EncodingFunctions.All, AddressFunctions.All, RuleFunctions.All }
            .SelectMany(f => f)
            .ToFrozenDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every function, by name.</summary>
    public static IEnumerable<TemplateFunction> All => Functions.Values.OrderBy(f => f.Name, StringComparer.Ordinal);

    /// <summary>Finds a function without regard to case; null when there is none of that name.</summary>
    public static TemplateFunction? Find(string name) => Functions.GetValueOrDefault(name);

    /// <summary>Calls a function with the right number of arguments.</summary>
    public static PolicyValue Invoke(TemplateFunction function, ReadOnlySpan<JToken> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is JContainer container && TooLarge(container) is { } fault)
                return PolicyValue.Failed($"An argument of '{function.Name}' {fault}.");
            if (!function.SeesUnknown && FirstUnknown(argument) is { } unknown)
                return PolicyValue.Of(unknown);
        }

        var result = function.Body(arguments);
        if (result.IsError)
            return result;
        return result.Token switch
        {
            JValue { Type: JTokenType.String, Value: string { Length: > MaxTextLength } } => PolicyValue.Failed($"The function '{function.Name}' returns a text of more than {MaxTextLength} characters."),
            JContainer container when TooLarge(container) is { } fault => PolicyValue.Failed($"What '{function.Name}' returns {fault}."),
            _ => result,
        };
    }

    /// <summary>Property access and indexing: <c>value.name</c>, <c>value[0]</c>. A missing property or element is a failure.</summary>
    public static PolicyValue Access(JToken container, JToken key)
    {
        switch (container)
        {
            case JObject o when Arguments.Text(key) is { } name:
                return o.GetValue(name, StringComparison.OrdinalIgnoreCase) is { } value ? PolicyValue.Of(value) : PolicyValue.Failed($"The object has no property '{name}'.");
            case JArray array when Arguments.Integer(key) is { } index:
                return index >= 0 && index < array.Count ? PolicyValue.Of(array[(int)index]) : PolicyValue.Failed(string.Create(CultureInfo.InvariantCulture, $"The array has {array.Count} elements; there is none at {index}."));
            default:
                return PolicyValue.Failed("A property or element is read from something that has none.");
        }
    }

    /// <summary>A time in the format of <c>utcNow(format)</c>, a .NET format.</summary>
    public static PolicyValue FormatDate(DateTimeOffset time, string format)
    {
        try
        {
            return Arguments.Of(time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
        }
        catch (FormatException)
        {
            return PolicyValue.Failed("The format of utcNow() is invalid.");
        }
    }

    private static JToken? FirstUnknown(JToken token) => token switch
    {
        JRaw => token,
        JContainer container => container.Descendants().FirstOrDefault(t => t is JRaw),
        _ => null,
    };

    private static string? TooLarge(JContainer root)
    {
        var nodes = 0;
        var open = new Stack<(JToken Token, int Depth)>();
        open.Push((root, 1));
        while (open.TryPop(out var next))
        {
            if (++nodes > MaxNodes)
                return $"has more than {MaxNodes} nodes";
            if (next.Depth > MaxDepth)
                return $"is nested more than {MaxDepth} deep";
            foreach (var child in next.Token is JObject o ? o.PropertyValues() : next.Token is JArray array ? array : Enumerable.Empty<JToken>())
                open.Push((child, next.Depth + 1));
        }

        return null;
    }
}
