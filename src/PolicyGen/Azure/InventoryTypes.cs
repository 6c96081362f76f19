using System.Collections.Frozen;
using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Azure;

/// <summary>
/// Where resources of a type are listed. Sources: MicrosoftDocs/azure-docs, governance/resource-graph/reference/
/// supported-tables-resources.md (tables); Azure/azure-rest-api-specs (children that their parent holds, children of one name,
/// types that a subscription lists with all below it). Only types that our controls need are in it.
/// </summary>
public sealed class InventoryTypes
{
    private readonly FrozenDictionary<string, string> _tables;
    private readonly FrozenDictionary<string, string> _embedded;
    private readonly FrozenDictionary<string, ImmutableArray<string>> _named;
    private readonly FrozenSet<string> _inSubscription;
    private readonly FrozenSet<string> _unlisted;

    private InventoryTypes(JObject data)
    {
        _tables = ((JObject)data["tables"]!).Properties().SelectMany(table => table.Value.Select(type => ((string)type!, table.Name)))
            .ToFrozenDictionary(p => p.Item1, p => p.Name, StringComparer.OrdinalIgnoreCase);
        _embedded = ((JObject)data["embedded"]!).Properties().ToFrozenDictionary(p => p.Name, p => (string)p.Value!, StringComparer.OrdinalIgnoreCase);
        _named = ((JObject)data["named"]!).Properties().ToFrozenDictionary(p => p.Name, p => Texts(p.Value), StringComparer.OrdinalIgnoreCase);
        _inSubscription = Texts(data["inSubscription"]!).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _unlisted = Texts(data["unlisted"]!).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Reads the table that ships with PolicyGen.</summary>
    public static InventoryTypes Load() => new(JObject.Parse(EmbeddedData.ReadText("inventory.json")));

    /// <summary>The table of Resource Graph that lists the type; null when none is known.</summary>
    public string? TableOf(string type) => _tables.GetValueOrDefault(type);

    /// <summary>The property in which the parent holds its children of the type, with all that a list of them gives; null for none.</summary>
    public string? PropertyOf(string type) => _embedded.GetValueOrDefault(type);

    /// <summary>The names that children of the type have, where there is no list of them; empty otherwise.</summary>
    public ImmutableArray<string> NamesOf(string type) => _named.GetValueOrDefault(type, []);

    /// <summary>True for an extension whose list at the subscription holds those of everything in it.</summary>
    public bool IsListedInSubscription(string type) => _inSubscription.Contains(type);

    /// <summary>True for a type that nothing lists: requests, and names that are no resources.</summary>
    public bool IsUnlisted(string type) => _unlisted.Contains(type);

    private static ImmutableArray<string> Texts(JToken token) => [.. token.Select(t => (string)t!)];
}
