using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;

namespace PolicyGen.ArmEmulator.Insights;

/// <summary>The answer of <c>summarize</c>: resources, policies and groups by state; in all, by assignment and by policy.</summary>
internal sealed class StateSummary
{
    private readonly Counts _all = new();
    private readonly Dictionary<string, (PolicyRule Rule, Counts Counts, Dictionary<PolicyRule, Counts> Policies, Dictionary<string, Counts> Groups)> _assignments = new(StringComparer.OrdinalIgnoreCase);

    public StateSummary(IEnumerable<PolicyState> states)
    {
        foreach (var state in states)
            Add(state);
    }

    /// <summary>The element of <c>value</c>.</summary>
    /// <param name="most">Most assignments told of.</param>
    /// <param name="queryUri">Address of the records behind it.</param>
    public JObject ToJson(int most, string queryUri) => new()
    {
        ["@odata.id"] = null,
        ["results"] = _all.ToJson(queryUri, true),
        ["policyAssignments"] = new JArray(_assignments.Values
            .OrderByDescending(a => a.Counts.Resources.NonCompliant).ThenBy(a => a.Rule.AssignmentId, StringComparer.Ordinal).Take(most)
            .Select(a => new JObject
            {
                ["policyAssignmentId"] = a.Rule.AssignmentId.ToLowerInvariant(),
                ["policySetDefinitionId"] = a.Rule.InitiativeId.ToLowerInvariant(),
                ["results"] = a.Counts.ToJson(queryUri, true),
                ["policyDefinitions"] = new JArray(a.Policies.Select(p => new JObject
                {
                    ["policyDefinitionId"] = p.Key.DefinitionId.ToLowerInvariant(),
                    ["policyDefinitionReferenceId"] = p.Key.Reference.ToLowerInvariant(),
                    ["policyDefinitionGroupNames"] = new JArray(p.Key.Groups),
                    ["effect"] = p.Key.Effect,
                    ["results"] = p.Value.ToJson(queryUri, false),
                })),
                ["policyGroups"] = new JArray(a.Groups.Select(g => new JObject
                {
                    ["policyGroupName"] = g.Key,
                    ["results"] = g.Value.ToJson(queryUri, false),
                })),
            })),
    };

    private void Add(PolicyState state)
    {
        _all.Add(state);
        if (!_assignments.TryGetValue(state.Rule.AssignmentId, out var assignment))
            _assignments[state.Rule.AssignmentId] = assignment = (state.Rule, new Counts(), new(ReferenceEqualityComparer.Instance), new(StringComparer.OrdinalIgnoreCase));
        assignment.Counts.Add(state);
        Of(assignment.Policies, state.Rule).Add(state);
        foreach (var group in state.Rule.Groups)
            Of(assignment.Groups, group).Add(state);
    }

    private static Counts Of<T>(Dictionary<T, Counts> all, T key)
        where T : notnull => all.TryGetValue(key, out var counts) ? counts : all[key] = new Counts();

    private sealed class Counts
    {
        private readonly StateRollup<PolicyRule> _policies = new();
        private readonly StateRollup<string> _groups = new(StringComparer.OrdinalIgnoreCase);

        public StateRollup<StateSubject> Resources { get; } = new();

        public void Add(PolicyState state)
        {
            Resources.Add(state.Subject, state.Compliance);
            _policies.Add(state.Rule, state.Compliance);
            foreach (var group in state.Rule.Groups)
                _groups.Add(group, state.Compliance);
        }

        public JObject ToJson(string queryUri, bool withPolicies)
        {
            var json = new JObject
            {
                ["queryResultsUri"] = queryUri,
                ["nonCompliantResources"] = Resources.NonCompliant,
                ["resourceDetails"] = Resources.ToJson(),
                ["policyDetails"] = _policies.ToJson(),
                ["policyGroupDetails"] = _groups.ToJson(),
            };
            if (withPolicies)
                json["nonCompliantPolicies"] = _policies.NonCompliant;
            return json;
        }
    }
}
