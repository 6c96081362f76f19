using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies.Loading;

/// <summary>Writes an assignment as Azure would hold it, of what a branch gathered and one of the entries that it assigns.</summary>
/// <param name="branch">The branch.</param>
/// <param name="entry">What is assigned.</param>
/// <param name="leaf">The branch's last node.</param>
internal sealed class EpacAssignmentWriter(EpacBranch branch, JObject entry, JObject leaf)
{
    private static readonly (string Name, string Type, bool IsName)[] Targets =
    [
        ("policyName", PolicyTypes.Definition, true), ("policyId", PolicyTypes.Definition, false),
        ("policySetName", PolicyTypes.Initiative, true), ("policySetId", PolicyTypes.Initiative, false),
        ("initiativeName", PolicyTypes.Initiative, true), ("initiativeId", PolicyTypes.Initiative, false),
    ];

    /// <summary>Why there is no assignment; null when there is one.</summary>
    public string? Problem { get; private set; }

    /// <summary>JSON values and characters of an assignment.</summary>
    public static long Size(JObject assignment) => assignment.DescendantsAndSelf().Sum(t => t is JValue { Value: string text } ? 1L + text.Length : 1L);

    /// <summary>The assignment, still without scope; null when EPAC refuses it.</summary>
    public JObject? Write(PolicyIndex definitions)
    {
        var targets = Targets.Where(t => entry.Text(t.Name) is { Length: > 0 }).ToList();
        if (targets is not [var target])
            return Fail("A definition entry has just one of policyName, policyId, policySetName, policySetId.");
        var written = entry.Find(target.Name)!;
        var id = target.IsName ? $"{EpacReferences.CustomScope}{target.Type}/{(string)written!}" : (string)written!;
        var isInitiative = target.Type == PolicyTypes.Initiative;

        var own = entry.Find("assignment") as JObject ?? [];
        var appends = own.Find("append") is JValue { Value: true };
        var name = Join(branch.Name, own.Text("name"), appends);
        if (name.Length == 0)
            return Fail("The branch gives the assignment no name.");

        var properties = new JObject().At(leaf);
        Set("displayName", Text(Join(branch.DisplayName, own.Text("displayName"), appends)));
        Set("description", Text(Join(branch.Description, own.Text("description"), appends)));
        Set("policyDefinitionId", new JValue(id).At(written));
        Set("definitionVersion", entry.Find("definitionVersion") ?? branch.DefinitionVersion);
        Set("enforcementMode", branch.EnforcementMode);
        Set("metadata", Object(branch.Metadata.Values, p => p.Value.DeepClone()));
        // EPAC drops what the definition does not declare, so that entries of a list can share parameters.
        var declared = definitions.ParametersOf(id);
        Set("parameters", Object(
            branch.Parameters.Values.Where(p => declared is null || declared.Contains(p.Name)),
            p => new JObject { ["value"] = p.Value.DeepClone() }.At(p)));
        Set("nonComplianceMessages", Array(entry.Objects("nonComplianceMessages").Concat(branch.Messages)));
        Set("resourceSelectors", Array(entry.Objects("resourceSelectors").Concat(branch.ResourceSelectors).Where(s => BelongsTo(s, id, isInitiative) ?? true)));
        var overrides = branch.Overrides.Where(o => BelongsTo(o, id, isInitiative) ?? branch.Entries.Length == 1).ToList();
        if (overrides.Any(o => o.Find("kind") is null || o.Find("value") is null))
            return Fail("An override needs a 'kind' and a 'value'.");
        if (branch.Entries.Length > 1 && branch.Overrides.Any(o => !Targets.Any(t => o.Find(t.Name) is not null)))
            return Fail("Beside a 'definitionEntryList' an override says with policySetName, policySetId, policyName or policyId which entry it is for.");
        Set("overrides", Array(overrides));
        return new JObject { ["name"] = name, ["type"] = PolicyTypes.Assignment, ["properties"] = properties }.At(leaf);

        void Set(string property, JToken? value)
        {
            if (value is not null)
                properties[property] = value;
        }
    }

    /// <summary>The assignment at a scope.</summary>
    public static JObject At(JObject assignment, EpacScope scope)
    {
        var scoped = (JObject)assignment.DeepClone();
        scoped["id"] = $"{scope.Scope.TrimEnd('/')}/providers/{PolicyTypes.Assignment}/{(string)scoped["name"]!}";
        var properties = (JObject)scoped["properties"]!;
        properties["scope"] = new JValue(scope.Scope).At(scope.Source);
        if (!scope.NotScopes.IsEmpty)
            properties["notScopes"] = new JArray(scope.NotScopes);
        return scoped;
    }

    private JObject? Fail(string problem)
    {
        Problem = problem;
        return null;
    }

    private static string Join(string branch, string? own, bool appends) => appends ? branch + own : own + branch;

    private static JValue? Text(string text) => text.Length == 0 ? null : new JValue(text);

    private static JObject? Object(IEnumerable<JProperty> properties, Func<JProperty, JToken> value)
    {
        var made = new JObject();
        foreach (var property in properties.OrderBy(p => p.Name, StringComparer.Ordinal))
            made.Add(new JProperty(property.Name, value(property)).At(property));
        return made.Count == 0 ? null : made;
    }

    private static JArray? Array(IEnumerable<JObject> elements)
    {
        var made = new JArray();
        foreach (var element in elements)
        {
            var copy = (JObject)element.DeepClone();
            foreach (var property in copy.Properties().Where(p => Targets.Any(t => t.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase))).ToList())
                property.Remove();
            made.Add(copy);
        }

        return made.Count == 0 ? null : made;
    }

    // Null when it does not say which entry it is for.
    private static bool? BelongsTo(JObject part, string id, bool isInitiative)
    {
        foreach (var target in Targets)
        {
            if (part.Text(target.Name) is { } named)
            {
                return (target.Type == PolicyTypes.Initiative) == isInitiative
                    && string.Equals(ResourceIds.LastSegment(named), ResourceIds.LastSegment(id), StringComparison.OrdinalIgnoreCase);
            }
        }

        return null;
    }
}
