using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Linting;

namespace PolicyGen.Catalogue;

/// <summary>
/// The first draft of a control file about one property: the condition, samples that show it, and the built-ins that look
/// at the same alias. What only a person can say is marked <see cref="Placeholder"/>, which lint refuses.
/// </summary>
public static partial class ControlScaffold
{
    /// <summary>Marks a text that is still to be written.</summary>
    public const string Placeholder = "TODO";

    /// <summary>Longest id of a control.</summary>
    public const int MaxIdLength = LibraryLoader.MaxIdLength;

    private const int Suggestions = 5;

    /// <summary>True for a text that can be the id of a control.</summary>
    public static bool IsId(string text) => text is { Length: <= MaxIdLength } && LibraryLoader.IdPattern().IsMatch(text);

    /// <summary>Drafts a control.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="alias">The alias that it is about.</param>
    /// <param name="resourceType">The resource type of the alias.</param>
    /// <param name="expected">The value that the property must have.</param>
    /// <param name="missingIsCompliant">What a missing property means.</param>
    /// <param name="builtIns">Microsoft's definitions.</param>
    /// <returns>The content of the file.</returns>
    public static JObject Draft(string id, PolicyAlias alias, string resourceType, JToken expected, bool missingIsCompliant, BuiltInIndex builtIns)
    {
        ArgumentNullException.ThrowIfNull(resourceType);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(builtIns);
        var property = alias.Name[(resourceType.Length + 1)..];
        var path = alias.Path ?? "properties." + property;
        var member = property.LastIndexOf("[*]", StringComparison.Ordinal);
        var condition = new JObject { ["property"] = property, ["equals"] = expected, ["ifMissing"] = missingIsCompliant ? "compliant" : "nonCompliant" };
        // An array has members to judge, one by one; the outermost one counts.
        var values = member < 0
            ? new JObject { ["require"] = new JArray(condition) }
            : new JObject { ["array"] = property[..(property.IndexOf("[*]", StringComparison.Ordinal) + 3)], ["every"] = condition };
        return new JObject
        {
            ["$schema"] = "../../schemas/control.schema.json",
            ["id"] = id,
            ["title"] = Text($"{Placeholder}: the statement as it should be ({property} is {expected.ToString(Formatting.None)})", $"{Placeholder}: あるべき状態 ({property} は {expected.ToString(Formatting.None)})"),
            ["severity"] = "medium",
            ["signals"] = new JArray(),
            ["resourceTypes"] = new JArray(resourceType),
            // A child resource has neither tags nor location.
            ["mode"] = resourceType.Count(c => c == '/') > 1 ? "All" : "Indexed",
            ["pattern"] = member < 0 ? "property" : "array",
            ["values"] = values,
            ["effects"] = new JObject { ["default"] = "Audit", ["allowed"] = new JArray("Audit", "Deny", "Disabled") },
            ["builtin"] = new JArray(Judging(alias, builtIns).Select(b => new JObject { ["id"] = b.Id, ["name"] = b.DisplayName, ["relation"] = "partial" })),
            ["remediation"] = Text($"{Placeholder}: portal, CLI and Bicep ({path})", $"{Placeholder}: ポータル、CLI、Bicep での設定 ({path})"),
            ["samples"] = Samples(path, resourceType, expected, missingIsCompliant),
            ["notes"] = $"{Placeholder}: what the service does when the property is missing and which document says so; compare the built-ins and correct their relation.",
        };
    }

    /// <summary>The area of most controls on a type, else on its parents; null when there is none.</summary>
    public static string? AreaOf(string type, IEnumerable<Control> controls)
    {
        ArgumentNullException.ThrowIfNull(type);
        var all = controls.ToList();
        return Most(all.Where(c => c.ResourceTypes.Contains(type, StringComparer.OrdinalIgnoreCase)))
            ?? Most(all.Where(c => c.ResourceTypes.Any(t => type.StartsWith(t + "/", StringComparison.OrdinalIgnoreCase))));

        static string? Most(IEnumerable<Control> some) => some.GroupBy(c => c.Area, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.Key;
    }

    /// <summary>An id made of area and property: <c>storage-allow-shared-key-access</c>.</summary>
    public static string DefaultId(string area, string property)
    {
        ArgumentNullException.ThrowIfNull(property);
        var words = WordStart().Replace(property.Replace("[*]", "", StringComparison.Ordinal), "-$0");
        return $"{area}-{NotInId().Replace(words, "-")}".ToLowerInvariant().Replace("--", "-", StringComparison.Ordinal);
    }

    /// <summary>The aliases of a type that come nearest to a misspelt one; none when not even the type is known.</summary>
    public static IReadOnlyList<string> Similar(string alias, AliasTable aliases)
    {
        ArgumentNullException.ThrowIfNull(alias);
        ArgumentNullException.ThrowIfNull(aliases);
        var slash = alias.LastIndexOf('/');
        if (slash < 0 || !aliases.HasType(alias[..slash]))
            return [];
        return
        [
            .. aliases.OfType(alias[..slash]).Select(a => a.Name)
                .OrderBy(n => EditDistance.Between(alias, n, alias.Length))
                .ThenBy(n => n, StringComparer.Ordinal)
                .Take(Suggestions),
        ];
    }

    private static JObject Samples(string path, string resourceType, JToken expected, bool missingIsCompliant)
    {
        var good = Resource(resourceType, path, expected);
        var bad = Resource(resourceType, path, Other(expected));
        var without = Resource(resourceType, path, null);
        return new JObject
        {
            ["compliant"] = missingIsCompliant ? new JArray(good, without) : new JArray(good),
            // A missing array has no member to fault.
            ["nonCompliant"] = missingIsCompliant || path.Contains("[*]", StringComparison.Ordinal) ? new JArray(bad) : new JArray(bad, without),
        };
    }

    private static IEnumerable<BuiltInDefinition> Judging(PolicyAlias alias, BuiltInIndex builtIns) => builtIns.All()
        .Where(b => !b.Deprecated && b.Aliases.Contains(alias.Name, StringComparer.OrdinalIgnoreCase))
        .OrderBy(b => b.DisplayName, StringComparer.Ordinal)
        .ThenBy(b => b.Id, StringComparer.Ordinal);

    private static JToken Other(JToken expected) => expected.Type switch
    {
        JTokenType.Boolean => !(bool)expected,
        JTokenType.Integer => (long)expected - 1,
        _ => Placeholder,
    };

    private static JObject Resource(string type, string path, JToken? value)
    {
        var resource = new JObject
        {
            ["type"] = type,
            ["name"] = string.Join('/', type.Split('/').Skip(1).Select(_ => "sample")),
        };
        if (type.Count(c => c == '/') == 1)
            resource["location"] = "japaneast";
        if (value is null)
        {
            resource["properties"] = new JObject();
            return resource;
        }

        var here = resource;
        var steps = path.Split('.');
        for (var i = 0; i < steps.Length; i++)
        {
            var isArray = steps[i].EndsWith("[*]", StringComparison.Ordinal);
            var name = isArray ? steps[i][..^3] : steps[i];
            if (i == steps.Length - 1)
            {
                here[name] = isArray ? new JArray(value) : value.DeepClone();
                break;
            }

            var next = new JObject();
            here[name] = isArray ? new JArray(next) : next;
            here = next;
        }

        return resource;
    }

    private static JObject Text(string english, string japanese) => new() { ["en"] = english, ["ja"] = japanese };

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInId();
}
