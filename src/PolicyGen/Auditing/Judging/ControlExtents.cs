using PolicyGen.Data;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Judging;

/// <summary>How much of each control an initiative judges under the parameters and overrides of an assignment.</summary>
internal sealed class ControlExtents
{
    private readonly Dictionary<string, Extent> _extents = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _disabled = [];
    private readonly List<string> _partlyDisabled = [];
    private readonly List<string> _overridden = [];

    private ControlExtents()
    {
    }

    /// <summary>What is not known judges nothing.</summary>
    public static ControlExtents None { get; } = new();

    /// <summary>How much of each control is judged; a control that is not here is not.</summary>
    public IReadOnlyDictionary<string, Extent> Controls => _extents;

    /// <summary>References that are switched off, though the initiative by itself would not.</summary>
    public IReadOnlyList<string> Disabled => _disabled;

    /// <summary>References that are switched off for some resources.</summary>
    public IReadOnlyList<string> PartlyDisabled => _partlyDisabled;

    /// <summary>References with another effect by an override: <c>reference: Deny</c>.</summary>
    public IReadOnlyList<string> Overridden => _overridden;

    /// <summary>Equal for assignments under which the initiative judges the same: there may be one for each subscription.</summary>
    public static string KeyOf(AuditedInitiative initiative, PolicyAssignment assignment) => string.Join('\n',
        [initiative.Id, .. assignment.Parameters.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => p.Name + "=" + (p.Value is { } value ? JsonText.WriteCompact(value) : "")), .. assignment.Overrides.Select(o => JsonText.WriteCompact(o.Source))]);

    /// <summary>Looks at every reference.</summary>
    public static ControlExtents Of(AuditedInitiative initiative, PolicyAssignment assignment, ReferenceEffects effects)
    {
        if (initiative.Live is not { } live)
            return None;
        var found = new ControlExtents();
        var meant = initiative.Rendered ?? live;
        foreach (var control in initiative.Expected.Values.Where(r => r.Control is not null).GroupBy(r => r.Control!, StringComparer.OrdinalIgnoreCase))
        {
            // What the initiative itself switches off is meant to be off. References that judge the same stand for each other.
            var needed = control.Where(r => !effects.Of(meant, r, null).IsDisabled).GroupBy(r => r.Sameness, StringComparer.Ordinal)
                .Select(same => same.Select(r => found.Of(initiative, live, assignment, r, effects)).Max()).ToList();
            found._extents[control.Key] = needed.Count == 0 ? Extent.All : needed.Max() == Extent.None ? Extent.None : needed.Min() == Extent.All ? Extent.All : Extent.Part;
        }

        // What somebody added to our initiative is judged, too.
        foreach (var added in initiative.LiveReferences.Values.Where(r => r.Control is not null && !found._extents.ContainsKey(r.Control)))
            found._extents[added.Control!] = found.Of(initiative, live, assignment, added, effects);
        return found;
    }

    private Extent Of(AuditedInitiative initiative, PolicySetDefinition live, PolicyAssignment assignment, AuditedReference expected, ReferenceEffects effects)
    {
        if (!initiative.LiveReferences.TryGetValue(expected.Id, out var reference))
            return Extent.None;
        var inForce = effects.Of(live, reference, assignment);
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
