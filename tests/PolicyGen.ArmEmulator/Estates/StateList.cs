namespace PolicyGen.ArmEmulator.Estates;

/// <summary>A state with the time from which on it held.</summary>
/// <param name="State">The state as of its last evaluation.</param>
/// <param name="Since">When a resource was first found in it; not after its timestamp.</param>
internal sealed record DatedState(PolicyState State, DateTimeOffset Since);

/// <summary>States kept in memory, with what was before them.</summary>
internal sealed class StateList : IStateSource
{
    private readonly List<DatedState> _current;
    private readonly ILookup<(string, string, string), DatedState> _former;

    public StateList(IEnumerable<DatedState> current, IEnumerable<DatedState> history)
    {
        _current = [.. current];
        _former = history.ToLookup(h => Key(h.State));
        // What is gone has no current state, but was there at some time.
        var present = _current.Select(c => Key(c.State)).ToHashSet();
        Gone = [.. _former.Where(f => !present.Contains(f.Key)).SelectMany(f => f)];
    }

    /// <summary>Former states of what has none today.</summary>
    public IReadOnlyList<DatedState> Gone { get; }

    public static (string Assignment, string Reference, string Resource) Key(PolicyState state) =>
        (state.Rule.AssignmentId.ToLowerInvariant(), state.Rule.Reference.ToLowerInvariant(), state.Subject.Id.ToLowerInvariant());

    public IEnumerable<PolicyState> Read(Func<string, bool> includes, DateTimeOffset? asOf)
    {
        var current = _current.Where(c => includes(c.State.Subject.Subscription));
        if (asOf is not { } time)
            return current.Select(c => c.State);
        var gone = Gone.Where(g => includes(g.State.Subject.Subscription)).GroupBy(g => Key(g.State)).Select(g => Latest(g, time));
        return current.Select(c => Latest(_former[Key(c.State)].Append(c), time)).Concat(gone).OfType<PolicyState>();
    }

    // A state that is evaluated every day had, at an earlier time, the timestamp of an earlier evaluation.
    private static PolicyState? Latest(IEnumerable<DatedState> candidates, DateTimeOffset time) =>
        candidates.Where(c => c.Since <= time).MaxBy(c => c.Since) is not { } found
            ? null
            : found.State.Timestamp <= time ? found.State : found.State with { Timestamp = found.Since };
}
