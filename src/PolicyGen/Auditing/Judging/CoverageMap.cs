using System.Collections.Immutable;

namespace PolicyGen.Auditing.Judging;

/// <summary>
/// Which controls are not judged, or not wholly, in which subscriptions. Subscriptions under the same assignments are looked
/// at once: there may be ten thousand, and hundreds of controls.
/// </summary>
internal sealed class CoverageMap
{
    private readonly List<Group> _groups = [];
    private readonly Dictionary<string, Group> _bySubscription = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _controls;
    private readonly HashSet<(string Assignment, string Subscription)> _evaluated;

    /// <summary>Looks at every subscription.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="failures">Its failures.</param>
    /// <param name="assigned">Its assignments.</param>
    /// <param name="controls">Controls of the run.</param>
    public CoverageMap(AuditReading reading, FailureMap failures, IReadOnlyList<AssignedInitiative> assigned, IEnumerable<string> controls)
    {
        _controls = controls.Select((c, i) => (c, i)).ToDictionary(c => c.c, c => c.i, StringComparer.OrdinalIgnoreCase);
        _evaluated = [.. reading.BySubscription.Where(s => s.States > 0).Select(s => (s.Assignment.ToLowerInvariant(), s.Subscription.ToLowerInvariant()))];
        var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
        foreach (var subscription in reading.Estate.Subscriptions)
        {
            var holding = Holding(assigned, subscription);
            var hidden = failures.HidesStates(subscription);
            var key = hidden ? "hidden" : string.Join(' ', holding.Select(h => $"{h.Assigned.Key}|{h.Extent}|{h.IsEvaluated}"));
            if (!groups.TryGetValue(key, out var group))
                _groups.Add(groups[key] = group = new Group(hidden, Gaps(holding, hidden)));
            group.Members.Add(subscription);
            _bySubscription[subscription.Id] = group;
        }
    }

    /// <summary>True when an assignment has states in a subscription.</summary>
    public bool IsEvaluated(AssignedInitiative assigned, AuditSubscription subscription) => _evaluated.Contains((assigned.Key, subscription.Id.ToLowerInvariant()));

    /// <summary>True when the states of the subscription are not all known.</summary>
    public bool IsHidden(AuditSubscription subscription) => _bySubscription[subscription.Id].IsHidden;

    /// <summary>True when something of the control is not judged in the subscription.</summary>
    public bool IsGap(string control, AuditSubscription subscription) => _bySubscription[subscription.Id].Gaps[_controls[control]];

    /// <summary>Assignments that hold for some of a subscription.</summary>
    public ImmutableArray<(AssignedInitiative Assigned, Extent Extent, bool IsEvaluated)> Holding(IReadOnlyList<AssignedInitiative> assigned, AuditSubscription subscription)
    {
        var holding = ImmutableArray.CreateBuilder<(AssignedInitiative, Extent, bool)>();
        foreach (var one in assigned)
        {
            var evaluated = IsEvaluated(one, subscription);
            if (one.On(subscription, evaluated) is not Extent.None and var extent)
                holding.Add((one, extent, evaluated));
        }

        return holding.ToImmutable();
    }

    private bool[] Gaps(ImmutableArray<(AssignedInitiative Assigned, Extent Extent, bool IsEvaluated)> holding, bool hidden)
    {
        var gaps = new bool[_controls.Count];
        Array.Fill(gaps, true);
        if (hidden)
            return gaps;
        foreach (var (assigned, _, _) in holding.Where(h => h.Extent == Extent.All && h.IsEvaluated))
        {
            foreach (var (control, _) in assigned.Controls.Where(c => c.Value == Extent.All))
            {
                if (_controls.TryGetValue(control, out var index))
                    gaps[index] = false;
            }
        }

        return gaps;
    }

    private sealed record Group(bool IsHidden, bool[] Gaps)
    {
        public List<AuditSubscription> Members { get; } = [];
    }
}
