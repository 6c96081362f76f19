using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Auditing.Judging;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Auditing.AuditWorld;

namespace PolicyGen.Tests.Auditing;

/// <summary>Defender for Cloud answers where Azure Policy has not evaluated; where both do, Policy stands and the difference is said.</summary>
public class JudgeEvidenceSpecs
{
    [TestCase("Healthy", "Healthy", ComplianceState.Compliant, 0)]
    [TestCase("Healthy", "Unhealthy", ComplianceState.NonCompliant, 1)]
    [TestCase("Unhealthy", "Unhealthy", ComplianceState.NonCompliant, 2)]
    [TestCase("Healthy", null, ComplianceState.Unknown, 0)]
    [TestCase("Healthy", "NotApplicable", ComplianceState.Unknown, 0)]
    [TestCase(null, null, ComplianceState.Unknown, 0)]
    public void Assessments_answer_where_policy_has_not_evaluated(string? one, string? two, ComplianceState state, int findings)
    {
        var world = Unevaluated();
        foreach (var (code, subscription) in new[] { (one, One), (two, Two) })
            Assess(world, code, subscription);
        var result = world.Judge();
        Assert.That((StateOf(result, "assessed"), result.Findings.Count(f => f.Control == "assessed")), Is.EqualTo((state, findings)));
        Assert.That(result.Audit!.Controls.Single(c => c.Id == "assessed").Evidence.Contains("assessments"), Is.EqualTo(one is not null));
        foreach (var finding in result.Findings)
        {
            var reason = finding.Verdict.Reasons.Single();
            Assert.That((reason.Path, (string)reason.Expected!, (string)reason.Actual!, finding.EvaluatedAt), Is.EqualTo(("status.code", "Healthy", "Unhealthy", (DateTimeOffset?)Evaluated)));
            Assert.That(finding.Policy.Requirements, Is.EqualTo(new[] { "MHLW-1-05" }));
        }
    }

    [TestCase("Standard", "PerKeyVault", ComplianceState.Compliant, null)]
    [TestCase("Free", null, ComplianceState.NonCompliant, "properties.pricingTier")]
    [TestCase("Standard", "Other", ComplianceState.NonCompliant, "properties.subPlan")]
    [TestCase("Standard", null, ComplianceState.NonCompliant, "properties.subPlan")]
    public void Plans_answer_too(string tier, string? subPlan, ComplianceState state, string? path)
    {
        var world = Unevaluated();
        world.Reading = world.Reading with { Pricings = [new LivePricing(One, "keyvaults", tier, subPlan, []), new LivePricing(Two, "KeyVaults", "Standard", "PerKeyVault", [])] };
        var result = world.Judge();
        Assert.That(StateOf(result, "plan"), Is.EqualTo(state));
        Assert.That(result.Findings.SingleOrDefault()?.Verdict.Reasons[0].Path, Is.EqualTo(path));
        Assert.That(result.Findings.SingleOrDefault()?.Resource.Id, Is.EqualTo(path is null ? null : "/subscriptions/" + One));
    }

    [TestCase("Unhealthy", false, true)]
    [TestCase("Healthy", false, false)]
    [TestCase("Unhealthy", true, false)]
    [TestCase("Healthy", true, true)]
    public void Where_both_speak_policy_stands_and_the_difference_is_said(string code, bool violated, bool said)
    {
        var world = new AuditWorld();
        Assess(world, code, One);
        if (violated)
            world.Row("assessed", ResourceId("a"), "NonCompliant");
        var result = world.Judge();
        Assert.That(StateOf(result, "assessed"), Is.EqualTo(violated ? ComplianceState.NonCompliant : ComplianceState.Compliant));
        Assert.That(Kinds(result).Contains(AuditObservationKind.EvidenceContradicts), Is.EqualTo(said));
        Assert.That(result.Findings.Length, Is.EqualTo(violated ? 1 : 0));
    }

    [Test]
    public void An_unhealthy_resource_shows_where_the_states_could_not_be_read()
    {
        var world = new AuditWorld().Fail(AuditPart.States, "/");
        Assess(world, "Unhealthy", One);
        Assert.That(StateOf(world.Judge(), "assessed"), Is.EqualTo(ComplianceState.NonCompliant));
    }

    [Test]
    public void The_repository_has_controls_for_multifactor_authentication_owners_and_plans()
    {
        var library = new Catalogue.LibraryLoader(new Catalogue.LibraryFiles(Repository.Root), new Diagnostics.DiagnosticBag(), validateSchemas: false).Load(Catalogue.GuidelineNames.All, default)!;
        var controls = SecurityControls.Of(library);
        Assert.Multiple(() =>
        {
            foreach (var id in new[] { "subscription-mfa-create-update", "subscription-mfa-delete", "subscription-min-two-owners", "subscription-guest-owners-removed", "vm-edr-solution-installed" })
                Assert.That(controls.SingleOrDefault(c => c.Control.Id == id)?.Assessments ?? [], Is.Not.Empty, id);
            var storage = controls.Single(c => c.Control.Id == "defender-storage-malware-scanning");
            Assert.That((storage.Plan, storage.SubPlans.Single(), storage.Extension), Is.EqualTo(("StorageAccounts", "DefenderForStorageV2", "OnUploadMalwareScanning")));
            Assert.That(controls.Single(c => c.Control.Id == "defender-containers-enabled").Plan, Is.EqualTo("Containers"));
            Assert.That(SecurityControls.Keys(library), Is.Ordered.And.Unique.And.Member("06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c"));
        });
    }

    private static AuditWorld Unevaluated()
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { BySubscription = [], ByReference = [], ByControl = [] };
        return world;
    }

    private static void Assess(AuditWorld world, string? code, string subscription)
    {
        if (code is null)
            return;
        world.Reading = world.Reading with { AssessmentCounts = [.. world.Reading.AssessmentCounts, new AssessmentCount(AssessmentKey.ToUpperInvariant(), code, subscription, 1)] };
        if (code == "Unhealthy")
            world.Reading = world.Reading with { Assessments = [.. world.Reading.Assessments, new LiveAssessment(AssessmentKey, ResourceId("vm", subscription), code, "Cause", Evaluated)] };
    }
}
