using PolicyGen.Evaluation;

namespace PolicyGen.Auditing.Judging;

/// <summary>Numbers of different resources by control and worst state, as Azure has it and after the exemptions of the user.</summary>
internal sealed class RowTally
{
    private readonly Dictionary<string, Dictionary<string, (ComplianceState Azure, ComplianceState Ours)>> _byControl = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _violated = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Number of different resources with a violation or an error.</summary>
    public int Violated => _violated.Count;

    /// <summary>Counts a finding.</summary>
    public void Add(string control, string resource, ComplianceState azure, ComplianceState ours)
    {
        if (!_byControl.TryGetValue(control, out var resources))
            _byControl[control] = resources = new Dictionary<string, (ComplianceState, ComplianceState)>(StringComparer.OrdinalIgnoreCase);
        var known = resources.GetValueOrDefault(resource);
        resources[resource] = (azure > known.Azure ? azure : known.Azure, ours > known.Ours ? ours : known.Ours);
        if (ours >= ComplianceState.NonCompliant)
            _violated.Add(resource);
    }

    /// <summary>True when a resource was met under a control.</summary>
    public bool Has(string control, string resource) => _byControl.TryGetValue(control, out var resources) && resources.ContainsKey(resource);

    /// <summary>Number of resources in one of our states.</summary>
    public int Of(string control, ComplianceState state) => Count(control, r => r.Ours == state);

    /// <summary>Number of resources that the file of the user brought from Azure's state to exempt.</summary>
    public int ExemptedFrom(string control, ComplianceState state) => Count(control, r => r.Azure == state && r.Ours == ComplianceState.Exempt);

    /// <summary>Number of resources that the file of the user brought from Azure's state to another one.</summary>
    public int MovedFrom(string control, ComplianceState state) => Count(control, r => r.Azure == state && r.Ours != state);

    private int Count(string control, Func<(ComplianceState Azure, ComplianceState Ours), bool> counts) =>
        _byControl.TryGetValue(control, out var resources) ? resources.Values.Count(counts) : 0;
}
