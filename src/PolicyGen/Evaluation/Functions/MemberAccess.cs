using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// What <c>value.name</c> and <c>value[key]</c> give (MicrosoftDocs/azure-docs, azure-resource-manager/templates/
/// template-expressions.md). Names match without regard to case, an exact match first. What is not there is a failure.
/// </summary>
internal static class MemberAccess
{
    /// <summary>Gets a property or an element; unknown values elsewhere in the target do not matter.</summary>
    public static PolicyValue Get(JToken target, JToken key) => target switch
    {
        JRaw => PolicyValue.Of(target),
        JObject @object => Property(@object, key),
        JArray array => Element(array, key),
        _ => PolicyValue.Failed($"{Describe(target)} has no properties or elements."),
    };

    private static PolicyValue Property(JObject target, JToken key)
    {
        if (key is JRaw)
            return PolicyValue.Of(key);
        if (!Tokens.Is(key, TokenKinds.String))
            return PolicyValue.Failed($"The name of a property must be a string, not {Tokens.Describe(Tokens.Kind(key))}.");
        return target.TryGetValue(Tokens.Text(key), StringComparison.OrdinalIgnoreCase, out var value)
            ? PolicyValue.Of(value)
            : PolicyValue.Failed($"The object has no property '{Tokens.Text(key)}'.");
    }

    private static PolicyValue Element(JArray target, JToken key)
    {
        if (key is JRaw)
            return PolicyValue.Of(key);
        if (!Tokens.Is(key, TokenKinds.Integer))
            return PolicyValue.Failed($"The index of an array must be an integer, not {Tokens.Describe(Tokens.Kind(key))}.");
        return Tokens.TryInt32(key, out var index) && index >= 0 && index < target.Count
            ? PolicyValue.Of(target[index])
            : PolicyValue.Failed(string.Create(CultureInfo.InvariantCulture, $"The index {Tokens.Integer(key)} is outside of the array, which has {target.Count} elements."));
    }

    private static string Describe(JToken token)
    {
        var words = Tokens.Describe(Tokens.Kind(token));
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
