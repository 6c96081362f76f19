using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>The made-up resource type that random rules and resources are about, and the parameters that rules can name.</summary>
internal static class Shape
{
    public const string Type = "Microsoft.Test/resourceType";

    public const string OtherType = "Microsoft.Test/otherType";

    /// <summary>Aliases and their paths. The alias with an own path shows that the path counts, not the name.</summary>
    public static ImmutableDictionary<string, string> Paths { get; } = new[]
    {
        "text", "number", "flag", "outer", "outer.inner", "texts", "texts[*]", "objects", "objects[*]", "objects[*].name",
        "objects[*].size", "objects[*].inner.flag", "objects[*].items", "objects[*].items[*]", "objects[*].parts[*]", "objects[*].parts[*].key",
    }.Select(p => (Name: $"{Type}/{p}", Path: $"properties.{p}"))
        .Append(($"{Type}/sku.name", "sku.name"))
        .Append(($"{OtherType}/text", "properties.text"))
        .Append(($"{Type}/renamed[*].value", "properties.objects[*].size"))
        .ToImmutableDictionary(p => p.Item1, p => p.Item2, StringComparer.OrdinalIgnoreCase);

    /// <summary>The aliases, in a fixed order.</summary>
    public static ImmutableArray<string> AliasNames { get; } = [.. Paths.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Fields that every resource has.</summary>
    public static ImmutableArray<string> CommonFields { get; } =
        ["name", "fullName", "id", "type", "kind", "location", "tags", "tags.env", "tags['a b']", "tags[owner]", "identity.type"];

    /// <summary>Arrays that counts go over.</summary>
    public static ImmutableArray<string> Arrays { get; } = [.. AliasNames.Where(n => n.EndsWith("[*]", StringComparison.Ordinal))];

    public static AliasTable Aliases()
    {
        var table = AliasTable.FromText("");
        table.Add(new StringReader(string.Join('\n', Paths.Select(p => $"{p.Key}\t{p.Value}"))));
        return table;
    }

    public static JObject Parameters() => (JObject)PolicyJson.Parse($$"""
        { 'text': 'a', 'number': 2, 'yes': true, 'no': false, 'list': ['a', 'B', 1], 'numbers': [1, 2, 3], 'object': { 'env': 'a' },
          'nothing': [], 'fieldName': '{{Type}}/text', 'many': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }
        """);

    /// <summary>The resource around a content; the name in the content is also its full name.</summary>
    public static ArmResource Resource(JObject content, ResourceOrigin origin = ResourceOrigin.Request)
    {
        var name = content["name"] is JValue { Value: string text } ? text : "";
        return new ArmResource
        {
            Id = $"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/{(string?)content["type"] ?? Type}/{name}",
            Type = (string?)content["type"] ?? Type,
            FullName = name,
            Content = content,
            Origin = origin,
            ApiVersion = "2026-01-01",
            HasUnresolved = Unresolved.IsWithin(content),
        };
    }

    /// <summary>JSON for a failing case; what is not known is written as <c>{"?": why}</c>.</summary>
    public static string Print(JToken token)
    {
        var copy = new JArray(token.DeepClone());
        foreach (var unknown in copy.Descendants().OfType<JRaw>().ToList())
            unknown.Replace(new JObject { ["?"] = unknown.Value as string });
        return copy[0].ToString(Newtonsoft.Json.Formatting.None);
    }
}
