using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace PolicyGen.AzureData;

/// <summary>What the index keeps of a built-in definition: enough for a reference to it to be right, not its rule.</summary>
internal static partial class BuiltInEntry
{
    /// <summary>The entry of a definition as Azure/azure-policy holds it.</summary>
    public static JObject Of(JObject definition)
    {
        var properties = (JObject)definition["properties"]!;
        var metadata = properties["metadata"] as JObject;
        var parameters = properties["parameters"] as JObject ?? [];
        var rule = (JObject)properties["policyRule"]!;
        var details = rule["then"]!["details"] as JObject;
        var effect = (string)rule["then"]!["effect"]!;
        var effectParameter = EffectParameter().Match(effect) is { Success: true } match ? match.Groups["name"].Value : null;
        return new JObject
        {
            ["id"] = definition["name"],
            ["displayName"] = properties["displayName"],
            ["category"] = metadata?["category"],
            ["version"] = VersionText(definition),
            ["deprecated"] = (bool?)metadata?["deprecated"] ?? false,
            ["preview"] = (bool?)metadata?["preview"] ?? false,
            ["mode"] = properties["mode"],
            ["effectParameter"] = effectParameter,
            ["effect"] = effectParameter is null ? effect : parameters[effectParameter]?["defaultValue"],
            ["allowedEffects"] = effectParameter is null ? null : parameters[effectParameter]?["allowedValues"],
            ["parameters"] = new JArray(parameters.Properties().Select(p => new JObject
            {
                ["name"] = p.Name,
                ["type"] = p.Value["type"],
                ["required"] = p.Value["defaultValue"] is null,
            })),
            ["resourceTypes"] = Distinct(ResourceTypes(rule["if"]!)),
            ["aliases"] = Distinct(Aliases(rule["if"]!)),
            ["relatedType"] = details?["type"],
            ["relatedAliases"] = Distinct(Aliases(details?["existenceCondition"])),
            ["roleDefinitionIds"] = new JArray(details?["roleDefinitionIds"]?.Select(id => ((string)id!).Split('/')[^1]) ?? []),
        };
    }

    /// <summary>Its version, to be compared; a suffix such as <c>-preview</c> does not count.</summary>
    public static Version VersionOf(JObject definition) =>
        Version.TryParse(((string?)VersionText(definition))?.Split('-')[0], out var version) ? version : new Version(0, 0);

    /// <summary>Every alias that a rule names: in conditions, and in the operations of modify and append.</summary>
    public static IEnumerable<string> Aliases(JToken? rule) => Properties(rule)
        .Where(p => p.Name == "field" && p.Value.Type == JTokenType.String)
        .Select(p => (string)p.Value!)
        .Where(name => name.Contains('/', StringComparison.Ordinal) && !name.StartsWith('['));

    private static JToken? VersionText(JObject definition) => definition["properties"]!["version"] ?? definition["properties"]!["metadata"]?["version"];

    // The types that conditions on "type" name; like keeps its pattern.
    private static IEnumerable<string> ResourceTypes(JToken condition) => Properties(condition)
        .Where(p => p.Name == "field" && string.Equals(p.Value.ToString(), "type", StringComparison.OrdinalIgnoreCase))
        .SelectMany(p => new[] { "equals", "in", "like" }.Select(name => p.Parent![name]))
        .SelectMany(value => value is JArray several ? several : value is null ? [] : (IEnumerable<JToken>)[value])
        .Where(value => value.Type == JTokenType.String)
        .Select(value => (string)value!);

    private static IEnumerable<JProperty> Properties(JToken? token) =>
        token is JContainer container ? container.DescendantsAndSelf().OfType<JProperty>() : [];

    private static JArray Distinct(IEnumerable<string> names) =>
        new(names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Cast<object>().ToArray());

    [GeneratedRegex(@"^\[parameters\('(?<name>[^']+)'\)\]$")]
    private static partial Regex EffectParameter();
}
