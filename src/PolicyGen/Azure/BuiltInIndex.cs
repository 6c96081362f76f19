using System.Collections.Immutable;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Azure;

/// <summary>A parameter of a built-in definition.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Azure Policy type in lower case: string, array, object, boolean, integer, float, datetime.</param>
/// <param name="Required">True when it has no default, so that every reference must give it a value.</param>
public sealed record BuiltInParameter(string Name, string Type, bool Required);

/// <summary>What PolicyGen knows of one of Microsoft's built-in policy definitions.</summary>
/// <param name="Id">The GUID that names it.</param>
/// <param name="DisplayName">English display name.</param>
/// <param name="Category">Category in the portal.</param>
/// <param name="Version">Version, for example <c>2.0.1</c> or <c>1.0.0-preview</c>.</param>
/// <param name="Deprecated">Marked deprecated.</param>
/// <param name="Preview">Marked preview.</param>
/// <param name="Mode">Mode: All, Indexed or a resource provider mode.</param>
/// <param name="EffectParameter">Name of the parameter that sets the effect, or null when the effect is fixed.</param>
/// <param name="Effect">Default or fixed effect as written, or null when it is required.</param>
/// <param name="AllowedEffects">Effects that the effect parameter accepts; only <paramref name="Effect"/> when it is fixed.</param>
/// <param name="Parameters">All parameters, the effect's included.</param>
/// <param name="ResourceTypes">Types that its rule tests.</param>
/// <param name="Aliases">Aliases that its rule uses.</param>
/// <param name="RoleDefinitionIds">Roles that its identity needs.</param>
public sealed record BuiltInDefinition(
    string Id,
    string DisplayName,
    string Category,
    string Version,
    bool Deprecated,
    bool Preview,
    string Mode,
    string? EffectParameter,
    string? Effect,
    ImmutableArray<string> AllowedEffects,
    ImmutableArray<BuiltInParameter> Parameters,
    ImmutableArray<string> ResourceTypes,
    ImmutableArray<string> Aliases,
    ImmutableArray<string> RoleDefinitionIds)
{
    /// <summary>
    /// The version to pin a reference to: the major version, minor and patch left to Microsoft
    /// (<c>2.*.*</c>, with <c>-preview</c> where the version has it), as Microsoft's own initiatives do.
    /// </summary>
    public string MajorVersion
    {
        get
        {
            var dot = Version.IndexOf('.', StringComparison.Ordinal);
            var major = dot < 0 ? Version : Version[..dot];
            var suffix = Version.IndexOf('-', StringComparison.Ordinal) is >= 0 and var dash ? Version[dash..] : "";
            return $"{major}.*.*{suffix}";
        }
    }

    /// <summary>The resource id, the same in every tenant.</summary>
    public string ResourceId => "/providers/Microsoft.Authorization/policyDefinitions/" + Id;
}

/// <summary>
/// An index of Microsoft's built-in policy definitions (Azure/azure-policy as of 2026-04-29). It holds what a reference
/// needs to be right, not the rules themselves; docs/azure-data.md says how to renew it.
/// </summary>
public sealed class BuiltInIndex
{
    private readonly string _text;
    private readonly int[] _lines;

    private BuiltInIndex(string text)
    {
        // One JSON object a line, sorted by id, and "{"id":"<guid>" at the start of each: found by binary search, so
        // that only the entries in use are parsed.
        _text = text;
        var lines = new List<int>(3000);
        for (var start = 0; start < text.Length; start = text.IndexOf('\n', start) + 1)
            lines.Add(start);
        _lines = [.. lines];
    }

    /// <summary>Reads the index that ships with PolicyGen.</summary>
    public static BuiltInIndex Load() => new(EmbeddedData.ReadBrotli("builtins.br"));

    /// <summary>Number of definitions.</summary>
    public int Count => _lines.Length;

    /// <summary>Finds a definition by GUID or by resource id; null when Microsoft has none of that name.</summary>
    public BuiltInDefinition? Find(string idOrResourceId)
    {
        ArgumentNullException.ThrowIfNull(idOrResourceId);
        var id = idOrResourceId.AsSpan(idOrResourceId.LastIndexOf('/') + 1);
        int low = 0, high = _lines.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = id.CompareTo(IdAt(middle), StringComparison.OrdinalIgnoreCase);
            if (order == 0)
                return Parse(middle);
            if (order < 0)
                high = middle - 1;
            else
                low = middle + 1;
        }

        return null;
    }

    /// <summary>Every definition, by id.</summary>
    public IEnumerable<BuiltInDefinition> All()
    {
        for (var i = 0; i < _lines.Length; i++)
            yield return Parse(i);
    }

    private const string IdPrefix = "{\"id\":\"";

    private ReadOnlySpan<char> IdAt(int index) => _text.AsSpan(_lines[index] + IdPrefix.Length, 36);

    private BuiltInDefinition Parse(int index)
    {
        var start = _lines[index];
        var end = _text.IndexOf('\n', start);
        var entry = JObject.Load(new JsonTextReader(new StringReader(_text[start..end])) { DateParseHandling = DateParseHandling.None });
        var effect = (string?)entry["effect"];
        var allowed = Strings(entry["allowedEffects"]);
        return new BuiltInDefinition(
            (string)entry["id"]!,
            (string)entry["displayName"]!,
            (string?)entry["category"] ?? "",
            (string?)entry["version"] ?? "1.0.0",
            (bool?)entry["deprecated"] ?? false,
            (bool?)entry["preview"] ?? false,
            (string?)entry["mode"] ?? "Indexed",
            (string?)entry["effectParameter"],
            effect,
            allowed.IsEmpty && effect is not null ? [effect] : allowed,
            [.. (entry["parameters"] ?? new JArray()).Select(p => new BuiltInParameter((string)p["name"]!, (string)p["type"]!, (bool)p["required"]!))],
            Strings(entry["resourceTypes"]),
            Strings(entry["aliases"]),
            Strings(entry["roleDefinitionIds"]));
    }

    private static ImmutableArray<string> Strings(JToken? token) =>
        token is JArray array ? [.. array.Select(t => (string)t!)] : [];
}
