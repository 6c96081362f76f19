using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Arm;
using PolicyGen.Auditing;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing.Reading;

/// <summary>One subscription below two management groups, read in every way that there is.</summary>
[NonParallelizable]
public sealed class SmallEstateSpecs
{
    private const string Subscription = "3f2a7b1c-5d4e-4f60-9a8b-1c2d3e4f5a6b";
    private static readonly AuditOptions Group = new() { ManagementGroup = "contoso" };

    private readonly TempFolder _folder = new();
    private EmulatedAzure _azure = null!;

    [OneTimeSetUp]
    public void Start()
    {
        // Policy Insights still tells of a resource that was deleted some days ago, and no longer of a state that is nine days old;
        // Resource Graph does the opposite.
        var estate = JObject.Parse(File.ReadAllText(Repository.PathOf("tests", "PolicyGen.ArmEmulator", "estates", "small.json")));
        estate.Remove("$schema");
        foreach (var state in estate["states"]!.Concat(estate["history"]!).Where(s => ((string)s["resourceId"]!).EndsWith("/stoldexports", StringComparison.OrdinalIgnoreCase) || ((string?)s["timestamp"])?.StartsWith("-P9D", StringComparison.Ordinal) == true).ToList())
            state.Remove();
        _azure = new EmulatedAzure("--estate", _folder.Write("estate.json", estate.ToString()));
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _azure.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Resource_Graph_gives_everything()
    {
        var reading = await _azure.ReadAsync(Group);
        Assert.Multiple(() =>
        {
            Assert.That(reading.Failures, Is.Empty);
            Assert.That(reading.Notes, Is.Empty);
            Assert.That(reading.Source, Is.EqualTo("resourceGraph"));
            Assert.That(reading.Estate.Subscriptions.Single(), Is.EqualTo(new AuditSubscription(Subscription, "contoso-clinic", "Enabled", reading.Estate.Subscriptions[0].ManagementGroups, true)));
            Assert.That(reading.Estate.Subscriptions[0].ManagementGroups.Take(2), Is.EqualTo(new[] { "contoso-clinical", "contoso" }));
            Assert.That(reading.Assignments, Has.Length.EqualTo(3));
            Assert.That(reading.Initiatives, Has.Length.EqualTo(3));
            Assert.That(reading.Initiatives.SelectMany(i => i.Problems), Is.Empty);
            Assert.That(reading.Definitions, Is.Not.Empty);
            Assert.That(reading.Definitions.Select(d => d.Version), Is.All.Not.Null);
            Assert.That(reading.Exemptions, Has.Length.EqualTo(4));
            Assert.That(reading.Attestations, Is.Not.Empty);
            Assert.That(reading.Pricings, Has.Length.EqualTo(12));
            Assert.That(reading.Assessments.Single().Resource, Is.EqualTo("/subscriptions/" + Subscription));
            Assert.That(reading.Rows.Select(r => r.State), Has.None.EqualTo("Compliant"));
            Assert.That(reading.Rows.Count(r => r.State == "NonCompliant"), Is.EqualTo(reading.ByReference.Where(c => c.State == "NonCompliant").Sum(c => c.Resources)));
            Assert.That(reading.Rows.Where(r => r.Effect == "manual").Select(r => r.State), Has.None.EqualTo("Unknown"));
            Assert.That(reading.BySubscription.Sum(c => c.States), Is.EqualTo(reading.ByReference.Sum(c => c.Resources)));
        });
    }

    [Test]
    public async Task Policy_Insights_gives_the_same()
    {
        var graph = await _azure.ReadAsync(Group);
        var insights = await _azure.ReadAsync(Group with { Api = AuditApi.PolicyInsights });
        Same(insights, graph);
        Assert.That(insights.Source, Is.EqualTo("policyStates"));
        Assert.That(insights.Failures, Is.Empty);
    }

    [TestCase(403)]
    [TestCase(404)]
    public async Task Where_Resource_Graph_is_refused_the_run_goes_on_without(int status)
    {
        var refused = $$$"""{"match":{"path":"Microsoft.ResourceGraph"},"do":{"status":{{{status}}},"code":"Refused"}}""";
        var reading = await _azure.ReadAsync(Group, refused);
        Same(reading, await _azure.ReadAsync(Group));
        Assert.That(reading.Failures, Is.Empty);
        Assert.That(reading.Notes.Single(), Does.Contain("Refused"));
        Assert.That(reading.Source, Is.EqualTo("policyStates"));
    }

    [Test]
    public async Task Refused_states_alone_are_read_otherwise()
    {
        var reading = await _azure.ReadAsync(Group, """{"match":{"path":"Microsoft.ResourceGraph","body":"policystates"},"do":{"forbidden":"Microsoft.ResourceGraph/resources/read"}}""");
        Same(reading, await _azure.ReadAsync(Group));
        Assert.That(reading.Source, Is.EqualTo("policyStates"));
    }

    [Test]
    public async Task Where_one_API_is_named_its_refusal_is_a_failure()
    {
        var reading = await _azure.ReadAsync(Group with { Api = AuditApi.ResourceGraph }, """{"match":{"path":"Microsoft.ResourceGraph"},"do":{"status":403,"code":"AuthorizationFailed"}}""");
        Assert.That(reading.Failures.Select(f => f.Reads).Distinct(), Is.SupersetOf(new[] { AuditPart.Hierarchy, AuditPart.Assignments, AuditPart.States, AuditPart.Security }));
        Assert.That(reading.Failures.Select(f => f.Failure.Kind), Is.All.EqualTo(ArmFailureKind.Forbidden));
        Assert.That(reading.ByReference, Is.Empty);
    }

    [Test]
    public async Task A_subscription_and_the_tenant_give_the_same()
    {
        var group = await _azure.ReadAsync(Group);
        var subscription = await _azure.ReadAsync(new AuditOptions { Subscriptions = [Subscription.ToUpperInvariant()] });
        var tenant = await _azure.ReadAsync(new AuditOptions { Tenant = true });
        Same(subscription, group);
        Same(tenant, group);
        Assert.That(subscription.Estate.Scopes, Is.EqualTo(new[] { "/subscriptions/" + Subscription }));
        Assert.That(tenant.Estate.Scopes, Is.EqualTo(new[] { "/" }));
        Assert.That(tenant.Estate.TenantId, Is.EqualTo("9c1d6a2e-4b7f-4e58-8a39-2f0b7c5d1e64"));
    }

    [Test]
    public async Task A_subscription_that_is_not_there_is_a_failure_of_its_own()
    {
        var reading = await _azure.ReadAsync(new AuditOptions { Subscriptions = [Subscription, "00000000-0000-0000-0000-000000000009"] });
        Assert.That(reading.Failures.Single().Scope, Is.EqualTo("/subscriptions/00000000-0000-0000-0000-000000000009"));
        Assert.That(reading.Failures[0].Failure.Kind, Is.EqualTo(ArmFailureKind.NotFound));
        Assert.That(reading.Estate.Subscriptions.Select(s => s.IsReadable), Is.EqualTo(new[] { false, true }));
        Assert.That(reading.ByReference, Is.Not.Empty);
    }

    [Test]
    public async Task One_initiative_alone_can_be_read()
    {
        const string Id = "/providers/Microsoft.Management/managementGroups/contoso/providers/Microsoft.Authorization/policySetDefinitions/policygen-mic";
        foreach (var api in new[] { AuditApi.ResourceGraph, AuditApi.PolicyInsights })
        {
            var reading = await _azure.ReadAsync(Group with { Initiatives = [Id], Api = api });
            Assert.That(reading.Failures, Is.Empty);
            Assert.That(reading.Initiatives.Single().Id?.Value, Is.EqualTo(Id).IgnoreCase);
            Assert.That(reading.ByReference.Select(c => c.Initiative).Distinct(), Is.EqualTo(new[] { Id.ToLowerInvariant() }));
        }
    }

    [Test]
    public async Task An_initiative_that_is_not_there_is_a_failure()
    {
        var reading = await _azure.ReadAsync(Group with { Initiatives = ["/providers/Microsoft.Authorization/policySetDefinitions/none"] });
        Assert.That(reading.Failures.Single().Reads, Is.EqualTo(AuditPart.Assignments));
        Assert.That(reading.Failures[0].Failure.Kind, Is.EqualTo(ArmFailureKind.NotFound));
    }

    [Test]
    public async Task What_was_before_can_be_read()
    {
        var reading = await _azure.ReadAsync(Group with { Since = DateTimeOffset.UtcNow.AddDays(-2) });
        Assert.That(reading.Failures, Is.Empty);
        Assert.That(reading.Before!.Value.Select(r => r.Reference), Is.EqualTo(new[] { "storage-https-only" }));
    }

    [TestCase("attestations", AuditPart.Attestations)]
    [TestCase("policyexemptions", AuditPart.Exemptions)]
    [TestCase("securityresources", AuditPart.Security)]
    [TestCase("by assignment, subscription", AuditPart.States)]
    [TestCase("order by id asc.*policystates|policystates.*order by id asc", AuditPart.States)]
    [TestCase("policyassignments", AuditPart.Assignments)]
    public async Task What_cannot_be_read_is_told(string what, AuditPart part)
    {
        var rule = what == "attestations"
            ? """{"match":{"path":"attestations"},"do":{"forbidden":"Microsoft.PolicyInsights/attestations/read"}}"""
            : $$$"""{"match":{"path":"Microsoft.ResourceGraph","body":"{{{what}}}"},"do":{"malformed":true}}""";
        var reading = await _azure.ReadAsync(Group, rule);
        Assert.That(reading.Failures.Select(f => f.Reads).Distinct(), Is.EqualTo(new[] { part }), string.Join('\n', reading.Failures));
    }

    private static void Same(AuditReading one, AuditReading other) => Assert.Multiple(() =>
    {
        Assert.That(one.Estate.Subscriptions.Select(s => (s.Id, s.Name, s.State, s.IsReadable)), Is.EqualTo(other.Estate.Subscriptions.Select(s => (s.Id, s.Name, s.State, s.IsReadable))));
        Assert.That(one.Assignments.Select(a => a.Id?.Value), Is.EquivalentTo(other.Assignments.Select(a => a.Id?.Value)));
        Assert.That(one.Initiatives.Select(i => (i.Id?.Value, i.References.Length)), Is.EquivalentTo(other.Initiatives.Select(i => (i.Id?.Value, i.References.Length))));
        Assert.That(one.Definitions, Is.EquivalentTo(other.Definitions));
        Assert.That(one.Exemptions.Select(e => e.Id), Is.EqualTo(other.Exemptions.Select(e => e.Id)));
        Assert.That(one.Attestations.Select(a => a.Id), Is.EqualTo(other.Attestations.Select(a => a.Id)));
        Assert.That(one.ByReference.Select(c => c with { Oldest = null, Newest = null }), Is.EqualTo(other.ByReference.Select(c => c with { Oldest = null, Newest = null })));
        Assert.That(one.BySubscription.Select(c => c with { Oldest = null, Newest = null }), Is.EqualTo(other.BySubscription.Select(c => c with { Oldest = null, Newest = null })));
        Assert.That(one.ByControl, Is.EqualTo(other.ByControl));
        Assert.That(one.EvaluatedResources, Is.EqualTo(other.EvaluatedResources));
        Assert.That(one.Rows.Select(r => (r.Resource.ToLowerInvariant(), r.Reference, r.State, r.Assignment, r.EvaluatedAt)), Is.EquivalentTo(other.Rows.Select(r => (r.Resource.ToLowerInvariant(), r.Reference, r.State, r.Assignment, r.EvaluatedAt))));
        Assert.That(one.Assessments, Is.EqualTo(other.Assessments));
        Assert.That(one.AssessmentCounts, Is.EqualTo(other.AssessmentCounts));
        Assert.That(one.Pricings.Select(p => (p.Subscription, p.Plan, p.Tier, p.SubPlan, string.Join(',', p.Extensions))), Is.EqualTo(other.Pricings.Select(p => (p.Subscription, p.Plan, p.Tier, p.SubPlan, string.Join(',', p.Extensions)))));
    });
}
