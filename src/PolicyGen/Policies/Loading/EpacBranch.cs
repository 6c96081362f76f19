using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// What a branch of an EPAC assignment tree has gathered from its root to a node
/// (Azure/enterprise-azure-policy-as-code, Docs/policy-assignments.md): names are strung together, parameters and metadata of
/// a child replace those of its parents, lists grow.
/// </summary>
internal sealed record EpacBranch
{
    // Azure's limits are 24, 128 and 512 characters; a tree must not string its names together without end.
    private const int MaxText = 4096;

    public static EpacBranch Root { get; } = new();

    public string Name { get; private init; } = "";

    public string DisplayName { get; private init; } = "";

    public string Description { get; private init; } = "";

    public JToken? EnforcementMode { get; private init; }

    public JToken? DefinitionVersion { get; private init; }

    /// <summary>True when the deprecated <c>ignoreBranch</c> keeps it from being deployed.</summary>
    public bool IsIgnored { get; private init; }

    /// <summary>What is assigned; default until a node says it.</summary>
    public ImmutableArray<JObject> Entries { get; private init; }

    public JObject? Scope { get; private init; }

    public ImmutableArray<JObject> NotScopes { get; private init; } = [];

    public ImmutableDictionary<string, JProperty> Parameters { get; private init; } = ImmutableDictionary.Create<string, JProperty>(StringComparer.OrdinalIgnoreCase);

    public ImmutableDictionary<string, JProperty> Metadata { get; private init; } = ImmutableDictionary.Create<string, JProperty>(StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<JObject> Overrides { get; private init; } = [];

    public ImmutableArray<JObject> ResourceSelectors { get; private init; } = [];

    public ImmutableArray<JObject> Messages { get; private init; } = [];

    /// <summary>What it costs to carry on.</summary>
    public int Size => 1 + NotScopes.Length + Overrides.Length + ResourceSelectors.Length + Messages.Length;

    /// <summary>The branch with one more node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="problem">What EPAC refuses in it; null when nothing.</param>
    public EpacBranch Add(JObject node, out string? problem)
    {
        var assignment = node.Find("assignment") as JObject ?? [];
        var branch = this with
        {
            Name = Name + assignment.Text("name"),
            DisplayName = DisplayName + assignment.Text("displayName"),
            Description = Description + assignment.Text("description"),
            EnforcementMode = node.Find("enforcementMode") ?? EnforcementMode,
            DefinitionVersion = node.Find("definitionVersion") ?? DefinitionVersion,
            IsIgnored = IsIgnored || node.Find("ignoreBranch") is JValue { Value: true },
            Parameters = Merge(Parameters, node, "parameters"),
            Metadata = Merge(Metadata, node, "metadata"),
            Overrides = Overrides.AddRange(node.Objects("overrides")),
            ResourceSelectors = ResourceSelectors.AddRange(node.Objects("resourceSelectors")),
            Messages = Messages.AddRange(node.Objects("nonComplianceMessages")),
        };
        problem = branch.Name.Length + branch.DisplayName.Length + branch.Description.Length > MaxText ? "The names of the branch, strung together, are too long." : null;
        return branch.AddEntries(node, ref problem).AddScopes(node, ref problem);
    }

    private EpacBranch AddEntries(JObject node, ref string? problem)
    {
        var single = node.Find("definitionEntry") as JObject;
        if (single is null && node.Find("definitionEntryList") is null)
            return this;
        if (!Entries.IsDefault || single is not null && node.Find("definitionEntryList") is not null)
            problem ??= "A branch has one 'definitionEntry' or 'definitionEntryList', not more.";
        return this with { Entries = single is not null ? [single] : [.. node.Objects("definitionEntryList")] };
    }

    private EpacBranch AddScopes(JObject node, ref string? problem)
    {
        var scope = node.Find("scope") as JObject;
        var notScopes = new[] { "notScope", "notScopes" }.Select(n => node.Find(n) as JObject).OfType<JObject>().ToList();
        if (Scope is not null && (scope is not null || notScopes.Count > 0))
            problem ??= "A branch has one 'scope', and no 'notScopes' below it.";
        return this with { Scope = scope ?? Scope, NotScopes = NotScopes.AddRange(notScopes) };
    }

    private static ImmutableDictionary<string, JProperty> Merge(ImmutableDictionary<string, JProperty> inherited, JObject node, string name) =>
        node.Find(name) is JObject own ? inherited.SetItems(own.Properties().Select(p => KeyValuePair.Create(p.Name, p))) : inherited;
}
