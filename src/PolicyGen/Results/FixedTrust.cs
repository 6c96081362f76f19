using System.Collections.Immutable;
using PolicyGen.Resources;

namespace PolicyGen.Results;

/// <summary>
/// Whether the absence of a finding says anything: only where the control was judged in the subscription of the resource.
/// </summary>
internal sealed class FixedTrust
{
    private readonly Dictionary<string, (HashSet<string> Missing, bool IsWhole)> _controls;
    private readonly HashSet<string> _subscriptions;
    private readonly bool _isLost;

    public FixedTrust(RunResult result)
    {
        var audit = result.Audit!;
        _controls = new Dictionary<string, (HashSet<string>, bool)>(StringComparer.OrdinalIgnoreCase);
        // Many controls lack the same subscriptions, and share the list.
        var sets = new Dictionary<ImmutableArray<string>, HashSet<string>>();
        foreach (var control in audit.Controls)
        {
            if (!sets.TryGetValue(control.MissingIn, out var missing))
                sets[control.MissingIn] = missing = control.MissingIn.ToHashSet(StringComparer.OrdinalIgnoreCase);
            _controls[control.Id] = (missing, control.Missing == control.MissingIn.Length);
        }

        _subscriptions = audit.Subscriptions.Select(s => s.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // What is missing in subscriptions that nobody knows of may be anywhere.
        _isLost = audit.Subscriptions.IsEmpty;
    }

    /// <summary>True when the run would have found a violation.</summary>
    public bool IsJudged(string control, string resource) =>
        !_isLost && _controls.TryGetValue(control, out var known) && known.IsWhole
        && ArmResourceId.Parse(resource).SubscriptionId is { } subscription && _subscriptions.Contains(subscription) && !known.Missing.Contains(subscription);
}
