using PolicyGen.Policies;

namespace PolicyGen.Auditing.Judging;

/// <summary>Which subscriptions the failures of a reading concern.</summary>
internal sealed class FailureMap
{
    private const string ManagementGroups = "/providers/Microsoft.Management/managementGroups/";
    private const string Subscriptions = "/subscriptions/";

    private readonly Dictionary<AuditPart, HashSet<string>> _touched = [];
    private readonly HashSet<AuditPart> _everywhere = [];

    public FailureMap(AuditReading reading)
    {
        foreach (var failure in reading.Failures)
        {
            if (!_touched.TryGetValue(failure.Reads, out var touched))
                _touched[failure.Reads] = touched = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var concerned = reading.Estate.Subscriptions.Where(s => Concerns(failure.Scope, s)).Select(s => s.Id).ToList();
            // What nobody knows the subscriptions of may concern any.
            if (concerned.Count == 0)
                _everywhere.Add(failure.Reads);
            touched.UnionWith(concerned);
        }
    }

    /// <summary>True when states of any subscription, perhaps of one that nobody knows, may be missing.</summary>
    public bool IsEverywhere => _everywhere.Any(p => p is AuditPart.Hierarchy or AuditPart.Assignments or AuditPart.States or AuditPart.Resources);

    /// <summary>True when something of the part could not be read.</summary>
    public bool Any(AuditPart part) => _touched.ContainsKey(part);

    /// <summary>True when something of the part could not be read that concerns the subscription.</summary>
    public bool Touches(AuditPart part, AuditSubscription subscription) =>
        _everywhere.Contains(part) || (_touched.TryGetValue(part, out var touched) && touched.Contains(subscription.Id));

    /// <summary>True when the states of the subscription are not all known.</summary>
    public bool HidesStates(AuditSubscription subscription) => !subscription.IsReadable
        || Touches(AuditPart.Hierarchy, subscription) || Touches(AuditPart.Assignments, subscription) || Touches(AuditPart.States, subscription) || Touches(AuditPart.Resources, subscription);

    private static bool Concerns(string scope, AuditSubscription subscription)
    {
        if (scope.StartsWith(ManagementGroups, StringComparison.OrdinalIgnoreCase))
            return subscription.ManagementGroups.Contains(ResourceIds.LastSegment(scope.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);
        if (!scope.StartsWith(Subscriptions, StringComparison.OrdinalIgnoreCase))
            return true;
        var id = scope[Subscriptions.Length..];
        var end = id.IndexOf('/', StringComparison.Ordinal);
        return string.Equals(end < 0 ? id : id[..end], subscription.Id, StringComparison.OrdinalIgnoreCase);
    }
}
