using System.Collections.Immutable;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Judging;

/// <summary>An assignment with the initiative behind it: where it holds, and what it judges.</summary>
internal sealed class AssignedInitiative
{
    private const string Segment = "/providers/Microsoft.Authorization/policyAssignments/";
    private const string ManagementGroups = "/providers/Microsoft.Management/managementGroups/";

    public AssignedInitiative(PolicyAssignment assignment, AuditedInitiative? initiative, ControlExtents extents)
    {
        Assignment = assignment;
        Initiative = initiative;
        Extents = extents;
        Id = assignment.Id?.Value ?? assignment.ReferenceName;
        Key = Id.ToLowerInvariant();
        Scope = (assignment.Scope?.Value ?? (Id.LastIndexOf(Segment, StringComparison.OrdinalIgnoreCase) is > 0 and var at ? Id[..at] : "")).TrimEnd('/');
        NotScopes = [.. assignment.NotScopes.Select(s => s.Value.TrimEnd('/'))];
    }

    public PolicyAssignment Assignment { get; }

    /// <summary>Null when what is assigned is none of those in question.</summary>
    public AuditedInitiative? Initiative { get; }

    /// <summary>What it judges where it holds.</summary>
    public ControlExtents Extents { get; }

    /// <summary>Resource id as written.</summary>
    public string Id { get; }

    /// <summary>Resource id as rows and numbers have it: in lower case.</summary>
    public string Key { get; }

    /// <summary>Resource id of its scope.</summary>
    public string Scope { get; }

    public ImmutableArray<string> NotScopes { get; }

    public bool SelectsResources => !Assignment.ResourceSelectors.IsEmpty;

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
}
