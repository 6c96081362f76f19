using System.Collections.Immutable;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>
/// Makes findings of rows. A resource that several assignments meet under the same control and definition, in the same
/// state, is one finding with several places.
/// </summary>
internal sealed class RowJudge(AuditedEstate estate, FindingPolicies policies)
{
    private readonly ExemptionLookup _exemptions = new(estate);

    /// <summary>Judges all rows.</summary>
    /// <returns>The findings, in no order, and the numbers of resources by control.</returns>
    public (List<Finding> Findings, RowTally Tally) Run()
    {
        var findings = new List<Finding>();
        var tally = new RowTally();
        foreach (var group in estate.Reading.Rows.Select(r => (Row: r, Control: estate.ControlOf(r.Reference, r.Definition)))
            .Where(r => r.Control is not null && estate.Controls.ContainsKey(r.Control))
            .GroupBy(r => new Key(r.Row.Resource.ToLowerInvariant(), r.Control!, r.Row.Definition)))
        {
            foreach (var same in group.GroupBy(r => AzureStates.Of(r.Row.State)))
            {
                var finding = Judge(group.Key.Control, same.Key, [.. same.Select(r => r.Row)]);
                tally.Add(group.Key.Control, group.Key.Resource, same.Key, finding.State);
                if (estate.Criteria.Included.Contains(finding.State))
                    findings.Add(finding);
            }
        }

        return (findings, tally);
    }

    private Finding Judge(string control, ComplianceState state, ImmutableArray<StateRow> rows)
    {
        var row = rows[0];
        var policy = policies.Of(control, rows);
        var id = ArmResourceId.Parse(row.Resource);
        var resource = new FindingResource(row.Resource, row.Type.Length > 0 ? row.Type : id.Type, id.FullName, row.Location);
        var verdict = new Verdict(state, []);
        if (state == ComplianceState.Exempt)
            verdict = verdict with { Exemption = rows.Select(_exemptions.Describe).FirstOrDefault(e => e is not null) };
        return FileExemptions.Apply(estate.Criteria, new Finding(policy, resource, verdict, SourceLocation.None) { EvaluatedAt = rows.Max(r => r.EvaluatedAt), AzureState = row.State });
    }

    private readonly record struct Key(string Resource, string Control, string Definition);
}
