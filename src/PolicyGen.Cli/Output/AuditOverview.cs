using System.Globalization;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;

namespace PolicyGen.Cli.Output;

/// <summary>A row of an overview: a requirement, control or subscription, whatever its state.</summary>
/// <param name="Id">Id.</param>
/// <param name="Title">Title; empty for none.</param>
/// <param name="State">State, in words.</param>
/// <param name="Colour">Colour of the state; empty for none.</param>
/// <param name="Numbers">Numbers of results.</param>
/// <param name="Oldest">When the oldest result was made, and how old that is; empty when there is none.</param>
/// <param name="More">Attestation, evidence or assignments.</param>
internal sealed record OverviewRow(string Id, string Title, string State, string Colour, string Numbers, string Oldest, string More);

/// <summary>What an audit knows of everything that was asked for, not only of what was found. The worst first.</summary>
internal sealed class AuditOverview(RunResult result, AuditReport audit, ReportTexts texts)
{
    private readonly Dictionary<string, ControlResult> _controls = result.Controls.ToDictionary(c => c.Id, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AuditedControl> _audited = audit.Controls.ToDictionary(c => c.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The rows of a grouping; none for resources, of which only those with findings are known.</summary>
    public IEnumerable<OverviewRow> Rows(ResultGrouping grouping) => grouping switch
    {
        ResultGrouping.Requirement => Requirements(),
        ResultGrouping.Control => Controls(),
        ResultGrouping.Subscription => Subscriptions(),
        _ => [],
    };

    /// <summary>Heading of the last column.</summary>
    public static ReportWord MoreOf(ResultGrouping grouping) => grouping switch
    {
        ResultGrouping.Requirement => ReportWord.Attestation,
        ResultGrouping.Control => ReportWord.Evidence,
        _ => ReportWord.Covered,
    };

    private IEnumerable<OverviewRow> Requirements()
    {
        var known = audit.Requirements.ToDictionary(r => r.Id, StringComparer.OrdinalIgnoreCase);
        return result.Requirements.OrderByDescending(r => r.State).ThenBy(r => r.Id, StringComparer.Ordinal).Select(r =>
        {
            var more = known.GetValueOrDefault(r.Id);
            var controls = r.Controls.Select(c => _controls.GetValueOrDefault(c)).OfType<ControlResult>();
            var oldest = r.Controls.Select(c => _audited.GetValueOrDefault(c)?.OldestState).Min();
            return new OverviewRow(r.Id, texts.RequirementTitle(r.Id), StateOf(r, more), Colour(r.State), Numbers(controls), Age(oldest), AttestationOf(r, more));
        });
    }

    private IEnumerable<OverviewRow> Controls() => result.Controls.OrderByDescending(c => c.State).ThenBy(c => c.Id, StringComparer.Ordinal).Select(c =>
    {
        var more = _audited.GetValueOrDefault(c.Id);
        var evidence = string.Join(", ", more?.Evidence ?? []);
        if (more is { Missing: > 0 })
            evidence += (evidence.Length > 0 ? "; " : "") + texts.Of(ReportWord.NotJudgedIn, more.Missing);
        return new OverviewRow(c.Id, texts.ControlOf(c.Id)?.Title.In(texts.Language) ?? "", texts.Of(c.State), Colour(c.State), Numbers([c]), Age(more?.OldestState), evidence);
    });

    private IEnumerable<OverviewRow> Subscriptions() => audit.Subscriptions.OrderBy(s => s.IsComplete).ThenBy(s => s.Name, StringComparer.Ordinal).ThenBy(s => s.Id, StringComparer.Ordinal).Select(s =>
        new OverviewRow(s.Id, string.Join(", ", new[] { s.Name, s.ManagementGroup, s.State is "" or "Enabled" ? null : s.State }.Where(t => !string.IsNullOrEmpty(t))),
            texts.Of(s.IsComplete ? ReportWord.Complete : ReportWord.NotComplete), s.IsComplete ? "" : "yellow", AuditTable.States(s.States), Age(s.OldestState), string.Join(", ", s.Guidelines)));

    // Why a state is what it is says more than the state alone.
    private string StateOf(RequirementResult requirement, AuditedRequirement? more) => more?.Note switch
    {
        "noViolationAttestationMissing" => texts.Of(ReportWord.NoViolationAttestationMissing),
        "notJudgedEverywhere" => $"{texts.Of(requirement.State)}: {texts.Of(ReportWord.NotJudgedEverywhere)}",
        "attestationsUnreadable" => $"{texts.Of(requirement.State)}: {texts.Of(ReportWord.AttestationsUnreadable)}",
        "attestedNonCompliant" => $"{texts.Of(requirement.State)}: {texts.Of(ReportWord.AttestedNonCompliant)}",
        _ => requirement.State == RequirementState.Partial ? texts.Of(ReportWord.NoViolationAttestationMissing) : texts.Of(requirement.State),
    };

    private string AttestationOf(RequirementResult requirement, AuditedRequirement? more)
    {
        var state = more?.Attestation is { } attested ? Enum.TryParse<ComplianceState>(attested, ignoreCase: true, out var known) ? texts.Of(known) : attested
            : texts.RequirementOf(requirement.Id)?.NeedsAttestation == true ? texts.Of(ReportWord.AttestationMissing) : "";
        return more is { AttestedIn: > 0 } ? (state.Length > 0 ? state + ", " : "") + texts.Of(ReportWord.AttestedIn, more.AttestedIn) : state;
    }

    // A resource counts once under each control.
    private string Numbers(IEnumerable<ControlResult> controls)
    {
        var all = controls.ToList();
        (ComplianceState State, int Number)[] numbers =
        [
            (ComplianceState.NonCompliant, all.Sum(c => c.NonCompliant)),
            (ComplianceState.Error, all.Sum(c => c.Error)),
            (ComplianceState.Unknown, all.Sum(c => c.Unknown)),
            (ComplianceState.Exempt, all.Sum(c => c.Exempt)),
            (ComplianceState.Compliant, all.Sum(c => c.Compliant)),
        ];
        return string.Join(", ", numbers.Where(n => n.Number > 0).Select(n => string.Create(CultureInfo.InvariantCulture, $"{texts.Of(n.State)} {n.Number:N0}")));
    }

    private string Age(DateTimeOffset? time) => time is { } known ? AuditTable.Time(known, result.Run.FinishedAt) : "";

    private static string Colour(RequirementState state) => state switch
    {
        RequirementState.NonCompliant => "red",
        RequirementState.Unknown => "yellow",
        RequirementState.Compliant => "green",
        _ => "",
    };

    private static string Colour(ComplianceState state) => state switch
    {
        ComplianceState.NonCompliant or ComplianceState.Error => "red",
        ComplianceState.Unknown => "yellow",
        ComplianceState.Compliant => "green",
        _ => "",
    };
}
