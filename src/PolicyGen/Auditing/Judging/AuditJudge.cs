using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>
/// Makes a result of what was read from Azure Policy. It reads nothing itself, and equal readings give equal results. What was
/// not read, not assigned or not evaluated is unknown, never compliant (docs/audit.md).
/// </summary>
public static class AuditJudge
{
    /// <summary>Judges a reading.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="criteria">What it is judged by.</param>
    /// <param name="figures">Numbers of the run.</param>
    /// <returns>The result, of kind audit. A baseline is compared with it afterwards (<see cref="Baseline.Mark"/>).</returns>
    public static RunResult Judge(AuditReading reading, AuditCriteria criteria, AuditFigures figures)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(criteria);
        ArgumentNullException.ThrowIfNull(figures);
        var estate = new AuditedEstate(reading, criteria);
        var policies = new FindingPolicies(estate);
        var (findings, rows) = new RowJudge(estate, policies).Run();
        var judge = new ControlJudge(estate, rows, new SecurityEvidence(estate, policies));
        var judged = estate.Controls.Keys.Order(StringComparer.Ordinal).Select(judge.Judge).ToList();
        findings.AddRange(judge.Findings);
        findings.Sort((a, b) => ResultOrder.Compare(a.Resource, a.Policy, a.State, b.Resource, b.Policy, b.State));

        var attestations = new AuditAttestations(estate);
        var controls = judged.ToDictionary(c => c.Result.Id, c => c.Result, StringComparer.OrdinalIgnoreCase);
        var requirements = Requirements(estate, controls, attestations);
        ImmutableArray<AuditObservation> observations = [.. AssignmentTruth.Of(estate), .. ExemptionTruth.Of(estate), .. AttestationTruth.Of(estate, attestations), .. Contradictions(judge)];
        var report = new AuditReport
        {
            Figures = figures,
            AzureStates = Sum(reading.ByReference),
            OldestState = reading.ByReference.Min(s => s.Oldest),
            NewestState = reading.ByReference.Max(s => s.Newest),
            Subscriptions = [.. estate.Subscriptions.Select(s => Subscription(estate, judge, s)).OrderBy(s => s.Id, StringComparer.Ordinal)],
            Assignments = [.. estate.Assigned.Select(a => Assignment(estate, a))],
            Controls = [.. judged.Select(c => c.More)],
            Requirements = [.. requirements.Select(r => RequirementNotes.Of(r, estate, attestations))],
            Observations = observations,
            Failures = AuditGaps.Of(reading.Failures),
        };
        var complete = reading.Failures.IsEmpty && estate.Subscriptions.All(s => s.IsReadable);
        var run = new RunInfo("audit", reading.Source, reading.Estate.Scopes, criteria.Now, criteria.FinishedAt ?? criteria.Now, complete, Warnings(reading, criteria, report));
        var result = new RunResult(run, requirements, [.. judged.Select(c => c.Result)], [.. findings], [], (int)Math.Min(reading.EvaluatedResources, int.MaxValue), rows.Violated) { Audit = report };
        return reading.Before is { } before && criteria.Since is { } since ? HistoryComparison.Compare(result, before, since, estate) : result;
    }

    private static ImmutableArray<RequirementResult> Requirements(AuditedEstate estate, Dictionary<string, ControlResult> controls, AuditAttestations attestations)
    {
        var criteria = estate.Criteria;
        var catalogue = new RequirementCatalogue([.. criteria.Library.Requirements.Where(r => criteria.Rendered.ByGuideline.ContainsKey(r.Guideline))], attestations);
        catalogue = catalogue.Chosen(criteria.Controls, criteria.Severity, controls.Keys);
        // Groups of foreign initiatives are shown beside our rows.
        var foreign = estate.Initiatives.Where(i => i.Guideline is null).SelectMany(i => i.LiveReferences.Values)
            .Where(r => r.Control is not null && controls.ContainsKey(r.Control))
            .Select(r => new PolicyIdentity(r.Control!, r.Definition, r.Definition, Severity.Medium, "Audit", null, [new PolicyReferencePlace(null, null, r.Id, r.Groups)]));
        return new RequirementRollUp(controls, RunGaps.None, estate.Reading.Estate.Scopes).Run(catalogue, foreign);
    }

    private static AuditedSubscription Subscription(AuditedEstate estate, ControlJudge judge, AuditSubscription subscription)
    {
        var totals = estate.BySubscription.GetValueOrDefault(subscription.Id);
        var labels = estate.Coverage.Holding(subscription).Select(h => h.Assigned.Initiative?.Label).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new AuditedSubscription(subscription.Id, subscription.Name, subscription.State, subscription.ManagementGroups.FirstOrDefault(),
            !estate.Coverage.IsHidden(subscription) && !judge.Incomplete.Contains(subscription.Id), totals?.States ?? StateTotals.None, totals?.Oldest, totals?.Newest, [.. labels]);
    }

    private static AuditedAssignment Assignment(AuditedEstate estate, AssignedInitiative assigned) => new(
        assigned.Id,
        assigned.Assignment.DisplayName?.Value,
        assigned.Scope,
        assigned.Initiative?.Name ?? Policies.ResourceIds.LastSegment(assigned.Assignment.DefinitionId?.Value ?? ""),
        AssignmentTruth.VersionOf(assigned.Initiative?.Live),
        AssignmentTruth.VersionOf(assigned.Initiative?.Rendered),
        assigned.Assignment.EnforcementMode?.Value ?? "Default",
        estate.ByAssignment.GetValueOrDefault(assigned.Key)?.States ?? StateTotals.None);

    private static IEnumerable<AuditObservation> Contradictions(ControlJudge judge) => judge.Contradictions.Select(c => new AuditObservation(
        AuditObservationKind.EvidenceContradicts,
        "/subscriptions/" + c.Subscriptions[0],
        c.Control,
        $"Azure Policy and Defender for Cloud disagree on {c.Control} in {Words.Count(c.Subscriptions.Length, "subscription")} ({Words.Few(c.Subscriptions)}); the state of Azure Policy is shown.",
        $"{c.Control} について Azure Policy と Defender for Cloud の結果が {c.Subscriptions.Length} 件のサブスクリプションで食い違う ({Words.FewJa(c.Subscriptions)})。Azure Policy の状態を示す。"));

    private static ImmutableArray<string> Warnings(AuditReading reading, AuditCriteria criteria, AuditReport report)
    {
        var unused = new DiagnosticBag();
        criteria.Exemptions?.ReportUnused(unused);
        IEnumerable<string> all =
        [
            .. criteria.Warnings, .. unused.Select(d => d.ToString()), .. reading.Notes,
            .. AuditGaps.Warnings(report.Failures), .. AuditGaps.Cut([.. report.Observations.Select(o => o.Message)], "observations"),
        ];
        return [.. all.Distinct(StringComparer.Ordinal)];
    }

    private static ImmutableSortedDictionary<string, long> Sum(ImmutableArray<StateCount> counts)
    {
        var totals = new StateTotals();
        foreach (var count in counts)
            totals.Add(count.State, count.Resources, null, null);
        return totals.States;
    }
}
