using System.Collections.Immutable;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Auditing;

/// <summary>The result of an audit by hand: a violation, one in the baseline's past, and what is amiss.</summary>
internal static class CliAuditSample
{
    public const string Subscription = "11111111-1111-1111-1111-111111111111";

    public static readonly DateTimeOffset Evaluated = Now.AddHours(-30);

    public static AuditReport Report { get; } = new()
    {
        Figures = new AuditFigures(42, 3, 20_000, 12_345_678, 4_200, 1_500, 123_000_000),
        AzureStates = States(("Compliant", 980_000), ("NonCompliant", 20_000), ("Unknown", 3)),
        OldestState = Now.AddDays(-5),
        NewestState = Now,
        Subscriptions =
        [
            new AuditedSubscription(Subscription, "診療録", "Enabled", "clinics", true, States(("Compliant", 7), ("NonCompliant", 1)), Evaluated, Now, ["mhlw"]),
            new AuditedSubscription("22222222-2222-2222-2222-222222222222", "closed", "Disabled", null, false, States(), null, null, []),
        ],
        Controls = [new AuditedControl("c", States(("NonCompliant", 1)), Evaluated, Now, ["22222222-2222-2222-2222-222222222222"], ["policyStates", "assessments"])],
        Requirements = [new AuditedRequirement("MHLW-6.1-01", null, 0, null), new AuditedRequirement("MHLW-6.1-02", "Compliant", 4, null)],
        Observations =
        [
            new AuditObservation(AuditObservationKind.NotEnforced, "/a", null, "policygen-mhlw is in DoNotEnforce", "policygen-mhlw は DoNotEnforce"),
            .. Enumerable.Range(0, 25).Select(i => new AuditObservation(AuditObservationKind.StaleState, "/s", null, $"stale {i}.", $"古い {i}。")),
        ],
        Failures = [new AuditGap("states", "/subscriptions/22222222-2222-2222-2222-222222222222", "forbidden", 403, "AuthorizationFailed", "Microsoft.PolicyInsights/policyStates/queryResults/read", "not allowed", 1, "req-1")],
        Comparison = new AuditComparison("基準.json", 1, 0, [new FixedFinding("old-control", "policygen-old-control", "nonCompliant", "/subscriptions/s/mended")]),
    };

    public static RunResult Result { get; } = Of(Finding(Policy("c", "MHLW-6.1-01"), Resource("st1", file: null), Violation) with { EvaluatedAt = Evaluated, AzureState = "NonCompliant" });

    public static RunResult Of(params IEnumerable<Finding> findings) => ResultSamples.Result(findings) with
    {
        Run = Run with { Kind = "audit", Source = "resourceGraph", Complete = false },
        Requirements =
        [
            new RequirementResult("MHLW-6.1-01", RequirementState.NonCompliant, ["c"]),
            new RequirementResult("MHLW-6.1-02", RequirementState.Compliant, ["d"]),
            new RequirementResult("MHLW-6.1-03", RequirementState.Partial, ["d"]),
            new RequirementResult("MHLW-6.1-04", RequirementState.Manual, []),
        ],
        Controls =
        [
            new ControlResult("c", ComplianceState.NonCompliant, 12_345, 1, 2, 0, 0, 0),
            new ControlResult("d", ComplianceState.Compliant, 7, 0, 0, 1, 0, 0),
        ],
        Audit = Report,
    };

    private static ImmutableSortedDictionary<string, long> States(params (string State, long Number)[] states) =>
        states.ToImmutableSortedDictionary(s => s.State, s => s.Number, StringComparer.Ordinal);
}
