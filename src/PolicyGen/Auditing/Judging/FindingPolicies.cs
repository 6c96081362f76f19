using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Judging;

/// <summary>The policies of findings. Many findings share few of them.</summary>
internal sealed class FindingPolicies
{
    // The strongest first: it is what a person meets.
    private static readonly string[] Strength = ["Deny", "DenyAction", "Modify", "Append", "DeployIfNotExists", "AuditIfNotExists", "Audit", "Manual"];

    private readonly AuditedEstate _estate;
    private readonly ILookup<string, string> _requirements;
    private readonly Dictionary<string, PolicyIdentity> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Assignment, string Reference), PolicyReferencePlace> _places = [];

    public FindingPolicies(AuditedEstate estate)
    {
        _estate = estate;
        _requirements = estate.Criteria.Library.Requirements.Where(r => estate.Criteria.Rendered.ByGuideline.ContainsKey(r.Guideline))
            .SelectMany(r => r.Controls.Direct.Select(c => (Control: c, r.Id)))
            .ToLookup(r => r.Control, r => r.Id, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The policy behind rows of one resource under one control and definition.</summary>
    public PolicyIdentity Of(string control, ImmutableArray<StateRow> rows)
    {
        var effect = rows.Select(r => Effect(r.Effect)).MinBy(e => Array.IndexOf(Strength, e) is >= 0 and var at ? at : Strength.Length)!;
        var pairs = rows.Select(r => (r.Assignment, r.Reference)).Distinct().Order().ToList();
        var key = string.Join('\u001F', [control, rows[0].Definition, effect, .. pairs.Select(p => p.Assignment + "\u001E" + p.Reference)]);
        if (_known.TryGetValue(key, out var policy))
            return policy;
        var definition = ResourceIds.LastSegment(rows[0].Definition);
        var assignment = pairs.Select(p => (Assigned: _estate.AssignmentOf(p.Assignment), p.Reference)).FirstOrDefault(a => a.Assigned is not null);
        var message = assignment.Assigned is { } assigned ? Message(assigned.Assignment, assignment.Reference) : null;
        return _known[key] = Identity(control, definition, effect, message, [.. pairs.Select(p => Place(p.Assignment, p.Reference, rows))]);
    }

    /// <summary>The policy of a finding that rests on Defender for Cloud.</summary>
    public PolicyIdentity OfEvidence(Control control)
    {
        var key = "\u0001" + control.Id;
        if (!_known.TryGetValue(key, out var policy))
        {
            var definition = control.HasDefinition ? control.DefinitionName : control.BuiltIns[0].Id;
            _known[key] = policy = Identity(control.Id, definition, "AuditIfNotExists", null, [new PolicyReferencePlace(null, null, null, [.. _requirements[control.Id]])]);
        }

        return policy;
    }

    private PolicyIdentity Identity(string control, string definition, string effect, string? message, ImmutableArray<PolicyReferencePlace> places)
    {
        var ours = _estate.Criteria.Library.Controls.GetValueOrDefault(control);
        return new PolicyIdentity(control, definition, ours?.Title.Japanese ?? definition, _estate.SeverityOf(control), effect,
            message ?? _estate.Criteria.Rendered.Messages.GetValueOrDefault(control), places);
    }

    private PolicyReferencePlace Place(string assignment, string reference, ImmutableArray<StateRow> rows)
    {
        if (_places.TryGetValue((assignment, reference), out var place))
            return place;
        var assigned = _estate.AssignmentOf(assignment);
        var row = rows.First(r => r.Assignment == assignment && r.Reference == reference);
        var initiative = assigned?.Initiative ?? _estate.Find(row.Initiative);
        var known = initiative?.Find(reference);
        return _places[(assignment, reference)] = new PolicyReferencePlace(
            assigned?.Id ?? assignment,
            initiative?.Name ?? (row.Initiative.Length > 0 ? ResourceIds.LastSegment(row.Initiative) : null),
            reference.Length > 0 ? known?.Id ?? reference : null,
            known?.Groups ?? []);
    }

    private static string? Message(PolicyAssignment assignment, string reference) =>
        assignment.NonComplianceMessages.FirstOrDefault(m => m.ReferenceId?.Is(reference) == true)?.Message?.Value
        ?? assignment.NonComplianceMessages.FirstOrDefault(m => m.ReferenceId is null)?.Message?.Value;

    // Azure writes auditIfNotExists, AuditIfNotExists and auditifnotexists.
    private static string Effect(string written) =>
        Array.Find(Strength, e => string.Equals(e, written, StringComparison.OrdinalIgnoreCase)) ?? (written.Length > 0 ? written : PolicyEffect.Other.ToString());
}
