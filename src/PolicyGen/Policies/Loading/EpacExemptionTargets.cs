using System.Collections.Immutable;

namespace PolicyGen.Policies.Loading;

/// <summary>Finds the assignments that an exemption of EPAC's is from.</summary>
/// <param name="library">All documents.</param>
internal sealed class EpacExemptionTargets(PolicyLibrary library)
{
    private readonly ImmutableArray<(PolicyAssignment Assignment, string Id)> _assignments =
        [.. library.Documents.OfType<PolicyAssignment>().Where(a => a.DefinitionId is not null).Select(a => (a, a.Id?.Value ?? a.ReferenceName))];

    private Dictionary<string, List<(string Assignment, ImmutableArray<string> References)>>? _byDefinition;

    /// <summary>Assignments with the references that the exemption is for; no references are all.</summary>
    /// <param name="kind">The property that names what is exempt.</param>
    /// <param name="value">Its value.</param>
    /// <param name="references">Reference ids, ids of definitions, or <c>policyDefinitions/name</c>.</param>
    public IReadOnlyList<(string Assignment, ImmutableArray<string> References)> Find(string kind, string value, ImmutableArray<string> references)
    {
        if (kind is "policyDefinitionId" or "policyDefinitionName")
            return (_byDefinition ??= ByDefinition()).GetValueOrDefault(ResourceIds.LastSegment(value), []);
        var chosen = kind == "policyAssignmentId"
            ? _assignments.Where(a => a.Assignment.Id is { } id ? id.Is(value) : Same(a.Assignment.ReferenceName, ResourceIds.LastSegment(value)))
            : _assignments.Where(a => Initiative(a.Assignment) is not null && Same(ResourceIds.LastSegment(a.Assignment.DefinitionId!.Value), ResourceIds.LastSegment(value)));
        return [.. chosen.Select(a => (a.Id, References(a.Assignment, references)))];
    }

    // A definition may stand behind several references.
    private ImmutableArray<string> References(PolicyAssignment assignment, ImmutableArray<string> references) =>
        [.. references.SelectMany(r => r.Contains('/', StringComparison.Ordinal) && Initiative(assignment) is { } initiative
            ? initiative.References.Where(f => f.DefinitionId is { } id && Same(ResourceIds.LastSegment(id.Value), ResourceIds.LastSegment(r))).Select(NameOf).DefaultIfEmpty(r)
            : [r])];

    private Dictionary<string, List<(string, ImmutableArray<string>)>> ByDefinition()
    {
        var found = new Dictionary<string, List<(string, ImmutableArray<string>)>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (assignment, id) in _assignments)
        {
            if (Initiative(assignment) is not { } initiative)
            {
                Add(ResourceIds.LastSegment(assignment.DefinitionId!.Value), id, []);
                continue;
            }

            foreach (var group in initiative.References.Where(r => r.DefinitionId is not null).GroupBy(r => ResourceIds.LastSegment(r.DefinitionId!.Value), StringComparer.OrdinalIgnoreCase))
                Add(group.Key, id, [.. group.Select(NameOf)]);
        }

        return found;

        void Add(string definition, string assignment, ImmutableArray<string> references)
        {
            if (!found.TryGetValue(definition, out var list))
                found[definition] = list = [];
            list.Add((assignment, references));
        }
    }

    private PolicySetDefinition? Initiative(PolicyAssignment assignment) =>
        ResourceIds.IsSetDefinition(assignment.DefinitionId!.Value) ? library.FindInitiative(assignment.DefinitionId.Value) : null;

    private static string NameOf(PolicyReference reference) => reference.ReferenceId?.Value ?? ResourceIds.LastSegment(reference.DefinitionId!.Value);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
