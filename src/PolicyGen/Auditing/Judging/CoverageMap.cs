using System.Collections.Immutable;
using PolicyGen.Resources;

namespace PolicyGen.Auditing.Judging;

/// <summary>An assignment that holds for some of a subscription.</summary>
/// <param name="Assigned">The assignment.</param>
/// <param name="Extent">How much of the subscription.</param>
/// <param name="IsEvaluated">True when it has states there.</param>
internal readonly record struct Holding(AssignedInitiative Assigned, Extent Extent, bool IsEvaluated);

/// <summary>
/// Which controls are not judged, or not wholly, in which subscriptions. Subscriptions under the same assignments are looked
/// at once: there may be ten thousand, each with assignments of its own, and hundreds of controls.
/// </summary>
internal sealed class CoverageMap
{
    private const string ManagementGroups = "/providers/Microsoft.Management/managementGroups/";

    private readonly Dictionary<string, (Group Group, ImmutableArray<Holding> Holding)> _bySubscription = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _controls;
    private readonly List<Group> _groups = [];

    /// <summary>Looks at every subscription.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="failures">Its failures.</param>
    /// <param name="assigned">Its assignments.</param>
    /// <param name="controls">Controls of the run.</param>
    public CoverageMap(AuditReading reading, FailureMap failures, IReadOnlyList<AssignedInitiative> assigned, IEnumerable<string> controls)
    {
        _controls = controls.Select((c, i) => (c, i)).ToDictionary(c => c.c, c => c.i, StringComparer.OrdinalIgnoreCase);
        var byPlace = assigned.ToLookup(a => Place(a.Scope), StringComparer.OrdinalIgnoreCase);
        var evaluated = reading.BySubscription.Where(s => s.States > 0).ToLookup(s => s.Subscription, s => s.Assignment, StringComparer.OrdinalIgnoreCase);
        var byKey = new Dictionary<string, AssignedInitiative>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in assigned)
            byKey.TryAdd(one.Key, one);
        var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
        foreach (var subscription in reading.Estate.Subscriptions)
        {
            var states = evaluated[subscription.Id].ToHashSet(StringComparer.OrdinalIgnoreCase);
            // What has states in a subscription holds there, though the groups above may not be seen.
            var near = subscription.ManagementGroups.Append(subscription.Id).SelectMany(p => byPlace[p]).Concat(states.Select(byKey.GetValueOrDefault).OfType<AssignedInitiative>()).Distinct();
            ImmutableArray<Holding> holding = [.. near.Select(a => new Holding(a, a.On(subscription, states.Contains(a.Key)), states.Contains(a.Key))).Where(h => h.Extent != Extent.None).OrderBy(h => h.Assigned.Key, StringComparer.Ordinal)];
            var hidden = failures.HidesStates(subscription);
            var key = hidden ? "hidden" : string.Join(' ', holding.Select(h => $"{h.Assigned.Key}|{h.Extent}|{h.IsEvaluated}"));
            if (!groups.TryGetValue(key, out var group))
                _groups.Add(groups[key] = group = new Group(hidden, Gaps(holding, hidden)));
            group.Members.Add(subscription.Id);
            _bySubscription[subscription.Id] = (group, holding);
        }
    }

    /// <summary>True when the states of the subscription are not all known.</summary>
    public bool IsHidden(AuditSubscription subscription) => _bySubscription[subscription.Id].Group.IsHidden;

    /// <summary>True when something of the control is not judged in the subscription.</summary>
    public bool IsGap(string control, AuditSubscription subscription) => _bySubscription[subscription.Id].Group.Gaps[_controls[control]];

    /// <summary>Ids of the subscriptions in which something of the control is not judged, in order.</summary>
    public List<string> GapsOf(string control)
    {
        var index = _controls[control];
        return [.. _groups.Where(g => g.Gaps[index]).SelectMany(g => g.Members).Order(StringComparer.Ordinal)];
    }

    /// <summary>Assignments that hold for some of a subscription, by id.</summary>
    public ImmutableArray<Holding> Holding(AuditSubscription subscription) => _bySubscription[subscription.Id].Holding;

    // The subscription or management group that a scope is or lies in.
    private static string Place(string scope) => scope.StartsWith(ManagementGroups, StringComparison.OrdinalIgnoreCase) ? scope[ManagementGroups.Length..] : ArmResourceId.Parse(scope).SubscriptionId ?? "";

    private bool[] Gaps(ImmutableArray<Holding> holding, bool hidden)
    {
        var gaps = new bool[_controls.Count];
        Array.Fill(gaps, true);
        if (hidden)
            return gaps;
        foreach (var (assigned, _, _) in holding.Where(h => h.Extent == Extent.All && h.IsEvaluated))
        {
            foreach (var (control, _) in assigned.Extents.Controls.Where(c => c.Value == Extent.All))
            {
                if (_controls.TryGetValue(control, out var index))
                    gaps[index] = false;
            }
        }

        return gaps;
    }

    private sealed record Group(bool IsHidden, bool[] Gaps)
    {
        public List<string> Members { get; } = [];
    }
}
