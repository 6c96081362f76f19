using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>Numbers of resources by control and state. A resource counts once for a control, with its worst state.</summary>
internal sealed class VerdictTally
{
    /// <summary>Number of states.</summary>
    public const int States = (int)ComplianceState.Error + 1;

    // Identities are compared as objects: their values are long lists, and this is done for every verdict.
    private readonly Dictionary<PolicyIdentity, Row> _byPolicy = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Row> _byControl = new(StringComparer.OrdinalIgnoreCase);
    private long _resource;

    /// <summary>The policies that gave a verdict.</summary>
    public IEnumerable<PolicyIdentity> Policies => _byPolicy.Keys;

    /// <summary>What is counted from here on is about another resource.</summary>
    public void NextResource() => _resource++;

    /// <summary>Counts a verdict about the current resource.</summary>
    public void Count(PolicyIdentity policy, ComplianceState state)
    {
        if (!_byPolicy.TryGetValue(policy, out var row))
            row = Add(policy);
        if (row.Resource != _resource)
        {
            row.Resource = _resource;
            row.Worst = state;
            row.Counts[(int)state]++;
        }
        else if (state > row.Worst)
        {
            row.Counts[(int)row.Worst]--;
            row.Counts[(int)state]++;
            row.Worst = state;
        }
    }

    /// <summary>Adds the numbers of a control to others.</summary>
    public void AddTo(int[] counts, string control)
    {
        if (!_byControl.TryGetValue(control, out var row))
            return;
        for (var i = 0; i < counts.Length; i++)
            counts[i] += row.Counts[i];
    }

    private Row Add(PolicyIdentity policy)
    {
        if (!_byControl.TryGetValue(policy.Control, out var row))
            _byControl[policy.Control] = row = new Row();
        return _byPolicy[policy] = row;
    }

    private sealed class Row
    {
        public int[] Counts { get; } = new int[States];

        public long Resource { get; set; } = -1;

        public ComplianceState Worst { get; set; }
    }
}
