using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>What one walk through a value tells: whether it is within Azure's limits, and its first unknown part.</summary>
/// <param name="Excess">The limit that is passed, in words; null when none is. The walk ends there.</param>
/// <param name="FirstUnknown">The first unknown value in document order; null when there is none.</param>
internal readonly record struct TokenScan(string? Excess, JToken? FirstUnknown)
{
    /// <summary>
    /// Deepest nesting of objects and arrays that a function takes or returns (MicrosoftDocs/azure-docs,
    /// governance/policy/concepts/definition-structure-policy-rule.md, "Limits enforced during evaluation").
    /// </summary>
    public const int MaxDepth = 128;

    /// <summary>
    /// Most nodes of an object or array that a function takes or returns (same source). The document does not say what
    /// a node is; here it is every object, array and scalar, the outermost included.
    /// </summary>
    public const int MaxNodes = 32_768;

    /// <summary>Walks through a value.</summary>
    public static TokenScan Of(JToken token)
    {
        if (token is not JContainer container)
            return new TokenScan(null, token is JRaw ? token : null);
        var nodes = 0;
        JToken? unknown = null;
        var excess = Walk(container, 1, ref nodes, ref unknown);
        return new TokenScan(excess, unknown);
    }

    private static string? Walk(JContainer container, int depth, ref int nodes, ref JToken? unknown)
    {
        if (depth > MaxDepth)
            return "a value nested more than 128 deep";
        if (++nodes > MaxNodes)
            return "a value of more than 32,768 nodes";
        for (var child = container.First; child is not null; child = child.Next)
        {
            var value = child is JProperty property ? property.Value : child;
            if (value is JContainer inner)
            {
                if (Walk(inner, depth + 1, ref nodes, ref unknown) is { } excess)
                    return excess;
                continue;
            }

            if (value is JRaw)
                unknown ??= value;
            if (++nodes > MaxNodes)
                return "a value of more than 32,768 nodes";
        }

        return null;
    }
}
