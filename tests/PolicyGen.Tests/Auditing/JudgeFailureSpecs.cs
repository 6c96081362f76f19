using System.Globalization;
using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using static PolicyGen.Tests.Auditing.AuditWorld;

namespace PolicyGen.Tests.Auditing;

/// <summary>Whatever could not be read, nothing is called compliant for it.</summary>
public class JudgeFailureSpecs
{
    private static readonly string[] Scopes = ["/", "", "/subscriptions/" + One, "/subscriptions/" + Two + "/resourceGroups/rg", Root, "/providers/Microsoft.Management/managementGroups/corp", "/providers/Microsoft.Management/managementGroups/unheard", "/subscriptions/33333333-3333-3333-3333-333333333333"];

    [Test]
    public void Where_states_may_be_missing_nothing_is_compliant(
        [Values(AuditPart.Hierarchy, AuditPart.Assignments, AuditPart.States, AuditPart.Resources)] AuditPart part, [ValueSource(nameof(Scopes))] string scope)
    {
        var world = new AuditWorld().Fail(part, scope);
        world.Reading = world.Reading with
        {
            Attestations = [Attested("MHLW-1-02", "Compliant", One), Attested("MHLW-1-02", "Compliant", Two)],
            AssessmentCounts = [new AssessmentCount(AssessmentKey, "Healthy", One, 3), new AssessmentCount(AssessmentKey, "Healthy", Two, 3)],
            Pricings = [new LivePricing(One, "KeyVaults", "Standard", "PerKeyVault", []), new LivePricing(Two, "KeyVaults", "Standard", "PerKeyVault", [])],
        };
        var result = world.Judge();
        Assert.Multiple(() =>
        {
            Assert.That(result.Controls.Select(c => c.State), Is.All.EqualTo(ComplianceState.Unknown));
            Assert.That(result.Requirements.Where(r => r.Id != "MHLW-1-03").Select(r => r.State), Is.All.EqualTo(RequirementState.Unknown));
            Assert.That(result.Run.Complete, Is.False);
            Assert.That(result.Run.Warnings, Has.Some.Contains("403 AuthorizationFailed").And.Some.Contains("Microsoft.X/read").And.Some.Contains("of " + scope + " "));
            Assert.That(result.Audit!.Failures.Single(), Is.EqualTo(new AuditGap(CatalogueJson.Name(part), scope, "forbidden", 403, "AuthorizationFailed", "Microsoft.X/read", "No.", 1, "request")));
        });
    }

    [Test]
    public void No_failure_leaves_a_run_complete([Values] AuditPart part) =>
        Assert.That(new AuditWorld().Fail(part, "/").Judge().Run.Complete, Is.False);

    [TestCase(AuditPart.Exemptions)]
    [TestCase(AuditPart.History)]
    [TestCase(AuditPart.Security)]
    public void What_depends_on_something_else_stays_as_it_is(AuditPart part) =>
        Assert.That(StateOf(new AuditWorld().Fail(part, "/").Judge(), "alpha"), Is.EqualTo(ComplianceState.Compliant));

    [Test]
    public void Attestations_that_could_not_be_read_are_not_missing_but_unknown()
    {
        var result = new AuditWorld().Fail(AuditPart.Attestations, "/subscriptions/" + One).Judge();
        Assert.That((RequirementOf(result, "MHLW-1-02"), RequirementOf(result, "MHLW-1-03"), RequirementOf(result, "MHLW-1-01")), Is.EqualTo((RequirementState.Unknown, RequirementState.Unknown, RequirementState.Compliant)), "the last asks nobody");
        Assert.That(result.Audit!.Requirements.Single(r => r.Id == "MHLW-1-03").Note, Is.EqualTo("attestationsUnreadable"));
    }

    [Test]
    public void Assessments_that_could_not_be_read_answer_nothing()
    {
        var world = new AuditWorld().Fail(AuditPart.Security, "/subscriptions/" + One);
        world.Reading = world.Reading with { BySubscription = [], AssessmentCounts = [new AssessmentCount(AssessmentKey, "Healthy", One, 3), new AssessmentCount(AssessmentKey, "Healthy", Two, 3)] };
        var result = world.Judge();
        Assert.That(StateOf(result, "assessed"), Is.EqualTo(ComplianceState.Unknown));
        Assert.That(result.Audit!.Controls.Single(c => c.Id == "assessed").MissingIn, Is.EqualTo(new[] { One }));
    }

    [Test]
    public void A_subscription_that_may_not_be_read_hides_everything()
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { Estate = world.Reading.Estate with { Subscriptions = [world.Reading.Estate.Subscriptions[0], world.Reading.Estate.Subscriptions[1] with { IsReadable = false }] } };
        var result = world.Judge();
        Assert.That(result.Controls.Select(c => c.State), Is.All.EqualTo(ComplianceState.Unknown));
        Assert.That(Kinds(result), Has.Member(AuditObservationKind.SubscriptionUnreadable));
        Assert.That((result.Run.Complete, result.Audit!.Subscriptions.Single(s => s.Id == Two).IsComplete), Is.EqualTo((false, false)));
    }

    [Test]
    public void Without_any_subscription_nothing_is_known()
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { Estate = world.Reading.Estate with { Subscriptions = [] } };
        Assert.That(world.Judge().Controls.Select(c => c.State), Is.All.EqualTo(ComplianceState.Unknown));
    }

    [Test]
    public void Many_failures_make_few_warnings()
    {
        var world = new AuditWorld();
        for (var i = 0; i < 500; i++)
            world.Fail(AuditPart.States, string.Create(CultureInfo.InvariantCulture, $"/subscriptions/{i:x8}-0000-0000-0000-000000000000"));
        var result = world.Judge();
        Assert.That(result.Run.Warnings.Length, Is.LessThan(120));
        Assert.That(result.Audit!.Failures.Length, Is.EqualTo(500));
        Assert.That(result.Run.Warnings, Has.Some.Contains("450 more failures"));
    }
}
