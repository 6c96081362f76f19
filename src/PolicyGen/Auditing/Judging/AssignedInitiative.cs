using System.Collections.Immutable;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Judging;

/// <summary>An assignment with the initiative behind it: where it holds, and which controls it judges.</summary>
internal sealed class AssignedInitiative
{
    private const string Segment = "/providers/Microsoft.Authorization/policyAssignments/";
    private const string ManagementGroups = "/providers/Microsoft.Management/managementGroups/";

    private readonly Dictionary<string, Extent> _extents = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _disabled = [];
    private readonly List<string> _partlyDisabled = [];
    private readonly List<string> _overridden = [];

    public AssignedInitiative(PolicyAssignment assignment, AuditedInitiative? initiative, ReferenceEffects effects)
    {
        Assignment = assignment;
        Initiative = initiative;
        Id = assignment.Id?.Value ?? assignment.ReferenceName;
        Key = Id.ToLowerInvariant();
        Scope = (assignment.Scope?.Value ?? (Id.LastIndexOf(Segment, StringComparison.OrdinalIgnoreCase) is > 0 and var at ? Id[..at] : "")).TrimEnd('/');
        NotScopes = [.. assignment.NotScopes.Select(s => s.Value.TrimEnd('/'))];
        if (initiative?.Live is { } live)
            Judge(initiative, live, effects);
    }

    public PolicyAssignment Assignment { get; }

    /// <summary>Null when what is assigned is none of those in question.</summary>
    public AuditedInitiative? Initiative { get; }

    /// <summary>Resource id as written.</summary>
    public string Id { get; }

    /// <summary>Resource id as rows and numbers have it: in lower case.</summary>
    public string Key { get; }

    /// <summary>Resource id of its scope.</summary>
    public string Scope { get; }

    public ImmutableArray<string> NotScopes { get; }

    public bool SelectsResources => !Assignment.ResourceSelectors.IsEmpty;

    /// <summary>How much of each control it judges where it holds; a control that is not here is not judged.</summary>
    public IReadOnlyDictionary<string, Extent> Controls => _extents;

    /// <summary>References that it switches off, though the initiative by itself would not.</summary>
    public IReadOnlyList<string> Disabled => _disabled;

    /// <summary>References that it switches off for some resources.</summary>
    public IReadOnlyList<string> PartlyDisabled => _partlyDisabled;

    /// <summary>References with another effect by an override: <c>reference: Deny</c>.</summary>
    public IReadOnlyList<string> Overridden => _overridden;

    /// <summary>How much of a subscription it holds for.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="hasStates">True when it has states there: so it holds there, even where the groups above cannot be seen.</param>
    public Extent On(AuditSubscription subscription, bool hasStates)
    {
        var extent = IsAbove(Scope, subscription) ? Extent.All
            : IsBelow(Scope, subscription) ? Extent.Part
            : hasStates ? Extent.All
            : Extent.None;
        if (extent == Extent.None || NotScopes.Any(s => IsAbove(s, subscription)))
            return Extent.None;
        return SelectsResources || NotScopes.Any(s => IsBelow(s, subscription)) ? Extent.Part : extent;
    }

    /// <summary>True for the scope of the subscription itself and for those above it.</summary>
    public static bool IsAbove(string scope, AuditSubscription subscription) =>
        string.Equals(scope, subscription.ResourceId, StringComparison.OrdinalIgnoreCase)
        || (scope.StartsWith(ManagementGroups, StringComparison.OrdinalIgnoreCase) && subscription.ManagementGroups.Contains(scope[ManagementGroups.Length..], StringComparer.OrdinalIgnoreCase));

    /// <summary>True for a scope within the subscription.</summary>
    public static bool IsBelow(string scope, AuditSubscription subscription) =>
        scope.Length > subscription.ResourceId.Length && scope[subscription.ResourceId.Length] == '/' && scope.StartsWith(subscription.ResourceId, StringComparison.OrdinalIgnoreCase);

    private void Judge(AuditedInitiative initiative, PolicySetDefinition live, ReferenceEffects effects)
    {
        var reference = initiative.Rendered ?? live;
        foreach (var control in initiative.Expected.Values.Where(r => r.Control is not null).GroupBy(r => r.Control!, StringComparer.OrdinalIgnoreCase))
        {
            // What the initiative itself switches off is meant to be off. References that judge the same stand for each other.
            var needed = control.Where(r => !effects.Of(reference, r, null).IsDisabled).GroupBy(r => r.Sameness, StringComparer.Ordinal)
                .Select(same => same.Select(r => Of(initiative, live, r, effects)).Max()).ToList();
            _extents[control.Key] = needed.Count == 0 ? Extent.All : needed.Max() == Extent.None ? Extent.None : needed.Min() == Extent.All ? Extent.All : Extent.Part;
        }

        // What somebody added to our initiative is judged, too.
        foreach (var added in initiative.LiveReferences.Values.Where(r => r.Control is not null && !_extents.ContainsKey(r.Control)))
            _extents[added.Control!] = Of(initiative, live, added, effects);
    }

    private Extent Of(AuditedInitiative initiative, PolicySetDefinition live, AuditedReference expected, ReferenceEffects effects)
    {
        if (!initiative.LiveReferences.TryGetValue(expected.Id, out var reference))
            return Extent.None;
        var inForce = effects.Of(live, reference, Assignment);
        if (inForce.IsDisabled)
        {
            _disabled.Add(reference.Id);
            return Extent.None;
        }

        if (inForce.IsOverridden)
            _overridden.Add($"{reference.Id}: {inForce.Effect}");
        if (!inForce.IsPartlyDisabled)
            return Extent.All;
        _partlyDisabled.Add(reference.Id);
        return Extent.Part;
    }
}
