using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// Making and listing objects (template-functions-object.md; objectKeys and shallowMerge: azure-resource-manager/bicep/
/// bicep-functions-object.md).
/// </summary>
internal static class ObjectFunctions
{
    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        new("createObject", 0, TemplateFunction.Unlimited, true, [TokenKinds.Any], CreateObject),
        TemplateFunction.Seeing("items", Items, TokenKinds.Object),
        TemplateFunction.Seeing("objectKeys", ObjectKeys, TokenKinds.Object),
        TemplateFunction.Seeing("shallowMerge", ShallowMerge, TokenKinds.Array),
    ];

    private static PolicyValue CreateObject(ReadOnlySpan<JToken> arguments)
    {
        if (arguments.Length % 2 != 0)
            return PolicyValue.Failed("it takes pairs of names and values");
        var result = new JObject();
        JToken? unknown = null;
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (arguments[i] is JRaw)
                unknown ??= arguments[i];
            else if (!Tokens.Is(arguments[i], TokenKinds.String))
                return PolicyValue.Failed($"a name must be a string, not {Tokens.Describe(Tokens.Kind(arguments[i]))}");
            else if (!result.TryAdd(Tokens.Text(arguments[i]), arguments[i + 1].DeepClone()))
                return PolicyValue.Failed($"the name '{Tokens.Text(arguments[i])}' is given twice");
        }

        return PolicyValue.Of(unknown ?? result);
    }

    private static PolicyValue Items(ReadOnlySpan<JToken> arguments)
    {
        if (arguments[0] is not JObject @object)
            return PolicyValue.Of(arguments[0]);
        return PolicyValue.Of(new JArray(Sorted(@object).Select(p => new JObject { ["key"] = p.Name, ["value"] = p.Value.DeepClone() })));
    }

    private static PolicyValue ObjectKeys(ReadOnlySpan<JToken> arguments) => arguments[0] is JObject @object
        ? PolicyValue.Of(new JArray(Sorted(@object).Select(p => new JValue(p.Name))))
        : PolicyValue.Of(arguments[0]);

    // The names come in alphabetical order; names equal but for their case in that of the object.
    private static IEnumerable<JProperty> Sorted(JObject @object) => @object.Properties().OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase);

    // Names match without regard to case and keep the first spelling; unlike in union(), null replaces a value.
    private static PolicyValue ShallowMerge(ReadOnlySpan<JToken> arguments)
    {
        if (arguments[0] is not JArray array)
            return PolicyValue.Of(arguments[0]);
        if (array.FirstOrDefault(element => !Tokens.Is(element, TokenKinds.Object | TokenKinds.Unknown)) is { } other)
            return PolicyValue.Failed($"the array may hold objects only, not {Tokens.Describe(Tokens.Kind(other))}");
        if (array.FirstOrDefault(element => element is JRaw) is { } unknown)
            return PolicyValue.Of(unknown);

        var members = new List<(string Name, JToken Value)>();
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in array.Cast<JObject>().SelectMany(o => o.Properties()))
        {
            if (places.TryAdd(property.Name, members.Count))
                members.Add((property.Name, property.Value));
            else
                members[places[property.Name]] = (members[places[property.Name]].Name, property.Value);
        }

        var result = new JObject();
        foreach (var (name, value) in members)
            result.Add(name, value.DeepClone());
        return PolicyValue.Of(result);
    }
}
