using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Arm;
using PolicyGen.Auditing;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing.Reading;

/// <summary>Three subscriptions, of which the caller may not read the second; pages are small, and follow by the older rule.</summary>
[NonParallelizable]
public sealed class SeveralSubscriptionsSpecs
{
    private const string Tenant = "9c1d6a2e-4b7f-4e58-8a39-2f0b7c5d1e64";
    private const string First = "00000000-0000-0000-0000-000000000001";
    private const string Second = "00000000-0000-0000-0000-000000000002";
    private const string Third = "00000000-0000-0000-0000-000000000003";
    private static readonly AuditOptions Group = new() { ManagementGroup = "contoso" };

    private readonly TempFolder _folder = new();
    private EmulatedAzure _azure = null!;

    [OneTimeSetUp]
    public void Start() => _azure = new EmulatedAzure("--estate", _folder.Write("estate.json", Estate(new JObject
    {
        ["pageSize"] = 2,
        ["resourceGraph"] = new JObject { ["pagingNeedsId"] = true },
        ["policyInsights"] = new JObject { ["pageSize"] = 50 },
    }).ToString()));

    [OneTimeTearDown]
    public void Stop()
    {
        _azure.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task A_subscription_that_Resource_Graph_leaves_out_is_told()
    {
        var reading = await _azure.ReadAsync(Group);
        var failure = reading.Failures.Single();
        Assert.Multiple(() =>
        {
            Assert.That((failure.Reads, failure.Scope, failure.Failure.Kind), Is.EqualTo((AuditPart.Hierarchy, "/subscriptions/" + Second, ArmFailureKind.Forbidden)));
            Assert.That(failure.Failure.Action, Is.EqualTo("Microsoft.Resources/subscriptions/read"));
            Assert.That(Readable(reading), Is.EqualTo(new[] { (First, true), (Second, false), (Third, true) }));
            Assert.That(reading.Estate.Subscriptions.Select(s => s.ManagementGroups[0]), Is.EqualTo(new[] { "a", "b", "b" }));
            Assert.That(reading.BySubscription.Select(c => c.Subscription).Distinct(), Is.EqualTo(new[] { First, Third }));
            Assert.That(reading.BySubscription.Sum(c => c.States), Is.EqualTo(reading.ByReference.Sum(c => c.Resources)));
            Assert.That(reading.ByReference, Has.Length.GreaterThan(250));
        });
    }

    [Test]
    public async Task Numbers_of_batches_add_up()
    {
        var group = await _azure.ReadAsync(Group);
        var named = await _azure.ReadAsync(new AuditOptions { Subscriptions = [First, Second, Third] });
        var insights = await _azure.ReadAsync(Group with { Api = AuditApi.PolicyInsights });
        Assert.Multiple(() =>
        {
            Assert.That(named.Failures.Select(f => f.Scope), Is.EqualTo(new[] { "/subscriptions/" + Second }));
            Assert.That(insights.Failures.Select(f => f.Scope).Distinct(), Is.EqualTo(new[] { "/subscriptions/" + Second }));
            foreach (var other in new[] { named, insights })
            {
                Assert.That(Readable(other), Is.EqualTo(Readable(group)));
                Assert.That(other.ByReference.Select(c => c with { Oldest = null, Newest = null }), Is.EqualTo(group.ByReference.Select(c => c with { Oldest = null, Newest = null })));
                Assert.That(Totals(other), Is.EqualTo(Totals(group)));
                Assert.That(other.EvaluatedResources, Is.EqualTo(group.EvaluatedResources));
                Assert.That(other.Rows, Has.Length.EqualTo(group.Rows.Length));
            }

            Assert.That(named.ByControl, Is.EqualTo(group.ByControl));
        });
    }

    [Test]
    public async Task Where_the_hierarchy_is_forbidden_what_can_be_seen_is_read()
    {
        foreach (var options in new[] { Group, new AuditOptions { Tenant = true } })
        {
            var reading = await _azure.ReadAsync(options, """{"match":{"path":"/descendants"},"do":{"forbidden":"Microsoft.Management/managementGroups/descendants/read"}}""");
            Assert.That(reading.Failures.Single().Reads, Is.EqualTo(AuditPart.Hierarchy));
            Assert.That(reading.Failures[0].Scope, Does.StartWith("/providers/Microsoft.Management/managementGroups/"));
            Assert.That(Readable(reading), Is.EqualTo(new[] { (First, true), (Third, true) }));
            Assert.That(reading.ByReference, Is.Not.Empty);
        }
    }

    [Test]
    public async Task A_failure_of_one_subscription_ends_no_other()
    {
        var reading = await _azure.ReadAsync(Group with { Api = AuditApi.PolicyInsights },
            $$$"""{"match":{"path":"/subscriptions/{{{Third}}}/.*policyStates"},"do":{"forbidden":"Microsoft.PolicyInsights/policyStates/queryResults/action"}}""");
        Assert.That(reading.Failures.Where(f => f.Reads == AuditPart.States).Select(f => (f.Scope, f.Failure.Action)), Is.EqualTo(new[] { ("/subscriptions/" + Third, "Microsoft.PolicyInsights/policyStates/queryResults/action") }));
        Assert.That(reading.BySubscription.Select(c => c.Subscription).Distinct(), Is.EqualTo(new[] { First }));
    }

    [TestCase("""{"match":{"path":"ResourceGraph","times":2},"do":{"truncate":200}}""")]
    [TestCase("""{"match":{"path":"ResourceGraph","nth":3,"times":2},"do":{"reset":50}}""")]
    [TestCase("""{"match":{"path":"ResourceGraph","nth":2,"times":1},"do":{"status":503}}""")]
    [TestCase("""{"match":{"path":"attestations|descendants","times":2},"do":{"malformed":true}}""")]
    public async Task What_passes_leaves_no_trace(string fault)
    {
        var reading = await _azure.ReadAsync(Group, fault);
        Assert.That(reading.Failures.Select(f => (f.Reads, f.Scope)), Is.EqualTo(new[] { (AuditPart.Hierarchy, "/subscriptions/" + Second) }), string.Join('\n', reading.Failures));
    }

    [TestCase("attestations", "foreignNextLink", AuditPart.Attestations, ArmFailureKind.Refused)]
    [TestCase("policyStates.*skiptoken", "repeatPage", AuditPart.States, ArmFailureKind.Malformed)]
    [TestCase("policyStates.*skiptoken", "emptyPage", AuditPart.States, ArmFailureKind.Malformed)]
    public async Task What_does_not_pass_is_told(string path, string fault, AuditPart part, ArmFailureKind kind)
    {
        var reading = await _azure.ReadAsync(Group with { Api = AuditApi.PolicyInsights }, $$$"""{"match":{"path":"{{{path}}}"},"do":{"{{{fault}}}":true}}""");
        Assert.That(reading.Failures.Where(f => f.Reads == part).Select(f => f.Failure.Kind).Distinct(), Is.EqualTo(new[] { kind }), string.Join('\n', reading.Failures));
    }

    [Test]
    public async Task Where_a_query_covers_a_number_of_subscriptions_only_all_are_named()
    {
        var whole = await _azure.ReadAsync(Group);
        using var limited = new EmulatedAzure("--estate", _folder.Write("limited.json", Estate(new JObject { ["resourceGraph"] = new JObject { ["subscriptionLimit"] = 1 } }).ToString()));
        foreach (var options in new[] { Group, new AuditOptions { Tenant = true } })
        {
            var reading = await limited.ReadAsync(options);
            Assert.That(reading.Failures.Select(f => f.Scope), Is.EqualTo(new[] { "/subscriptions/" + Second }));
            Assert.That(reading.ByControl, Is.EqualTo(whole.ByControl));
            Assert.That(reading.Notes.Single(), Does.Contain("batches"));
        }
    }

    [Test]
    public async Task Where_a_query_is_limited_and_nobody_knows_the_hierarchy_it_is_told()
    {
        using var limited = new EmulatedAzure("--estate", _folder.Write("limited-forbidden.json", Estate(new JObject { ["resourceGraph"] = new JObject { ["subscriptionLimit"] = 1 } }).ToString()));

        var reading = await limited.ReadAsync(Group, """{"match":{"path":"/descendants"},"do":{"forbidden":"Microsoft.Management/managementGroups/descendants/read"}}""");

        Assert.That(reading.Failures.Where(f => f.Failure.Kind == ArmFailureKind.TooLarge).Select(f => (f.Reads, f.Scope)), Is.EqualTo(new[] { (AuditPart.Hierarchy, "/") }));
    }

    [Test]
    public async Task What_a_group_above_assigns_is_seen_by_who_may_not_read_the_group()
    {
        var estate = Estate([]);
        estate["managementGroups"]!.Single(g => (string?)g["name"] == "contoso")["readable"] = false;
        using var azure = new EmulatedAzure("--estate", _folder.Write("group-unreadable.json", estate.ToString()));

        var reading = await azure.ReadAsync(new AuditOptions { Subscriptions = [First] });

        Assert.Multiple(() =>
        {
            Assert.That(reading.Assignments.Select(a => a.ReferenceName), Is.EqualTo(new[] { "policygen-mic" }));
            Assert.That(reading.Initiatives.Select(i => i.ReferenceName), Is.EqualTo(new[] { "policygen-mic" }));
            Assert.That(reading.Attestations, Has.Length.EqualTo(5));
            Assert.That(reading.Failures.Where(f => f.Reads is AuditPart.States or AuditPart.Attestations), Is.Empty);
        });
    }

    [Test]
    public async Task Where_nothing_is_seen_what_the_role_lacks_is_told()
    {
        var estate = Estate([]);
        estate["assignments"] = new JArray();
        estate.Remove("seedStates");
        estate["attestations"] = new JArray();
        estate["subscriptions"]![2]!["permissions"] = new JArray("Microsoft.Resources/*/read", "Microsoft.Authorization/permissions/read", "Microsoft.PolicyInsights/attestations/read", "Microsoft.ResourceGraph/*");
        using var azure = new EmulatedAzure("--estate", _folder.Write("roles.json", estate.ToString()));

        var reading = await azure.ReadAsync(Group);

        Assert.That(reading.Failures.Where(f => f.Step == "role check").Select(f => (f.Reads, f.Scope, f.Failure.Kind, f.Failure.Action)), Is.EqualTo(new[]
        {
            (AuditPart.Assignments, "/subscriptions/" + Third, ArmFailureKind.Forbidden, "Microsoft.Authorization/policyAssignments/read"),
            (AuditPart.States, "/subscriptions/" + Third, ArmFailureKind.Forbidden, "Microsoft.PolicyInsights/policyStates/queryResults/read"),
        }));
    }

    [Test]
    public async Task A_time_that_Azure_does_not_know_is_not_compared_with()
    {
        var reading = await _azure.ReadAsync(Group with { Since = DateTimeOffset.UtcNow.AddDays(-40) });

        Assert.That(reading.Before, Is.Null);
        Assert.That(reading.Failures.Where(f => f.Reads == AuditPart.History).Select(f => (f.Scope, f.Failure.Kind)), Is.EqualTo(new[] { ("/", ArmFailureKind.NotFound) }));
    }

    private static ImmutableArray<(string, bool)> Readable(AuditReading reading) => [.. reading.Estate.Subscriptions.Select(s => (s.Id, s.IsReadable))];

    private static IEnumerable<(string, long)> Totals(AuditReading reading) => reading.ByControl.GroupBy(c => c.Control).Select(g => (g.Key, g.Sum(c => c.Resources)));

    private static JObject Estate(JObject settings)
    {
        const string Definitions = "/providers/Microsoft.Management/managementGroups/contoso/providers/Microsoft.Authorization/";
        var small = JObject.Parse(File.ReadAllText(Repository.PathOf("tests", "PolicyGen.ArmEmulator", "estates", "small.json")));
        var text = small["resources"]!.ToString();
        var from = (string)small["subscriptions"]![0]!["id"]!;
        string[] all = [First, Second, Third];
        return new JObject
        {
            ["tenantId"] = Tenant,
            ["managementGroups"] = new JArray(Group(Tenant, null), Group("contoso", Tenant), Group("a", "contoso"), Group("b", "contoso")),
            ["subscriptions"] = new JArray(all.Select(id => new JObject { ["id"] = id, ["displayName"] = "s" + id[^1], ["managementGroup"] = id == First ? "a" : "b", ["readable"] = id != Second })),
            ["resources"] = new JArray(all.SelectMany(id => JArray.Parse(text.Replace(from, id, StringComparison.OrdinalIgnoreCase)))),
            ["initiatives"] = new JArray(new JObject { ["guideline"] = "mic", ["scope"] = "/providers/Microsoft.Management/managementGroups/contoso" }),
            ["assignments"] = new JArray(new JObject
            {
                ["id"] = Definitions + "policyAssignments/policygen-mic",
                ["properties"] = new JObject { ["policyDefinitionId"] = Definitions + "policySetDefinitions/policygen-mic", ["scope"] = "/providers/Microsoft.Management/managementGroups/contoso", ["parameters"] = new JObject() },
            }),
            ["attestations"] = new JArray(Enumerable.Range(1, 5).Select(i => new JObject
            {
                ["id"] = $"/subscriptions/{First}/providers/Microsoft.PolicyInsights/attestations/a{i}",
                ["properties"] = new JObject { ["policyAssignmentId"] = Definitions + "policyAssignments/policygen-mic", ["policyDefinitionReferenceId"] = $"attestation_MIC-3.2.1-0{i}", ["complianceState"] = "Compliant" },
            })),
            ["seedStates"] = new JObject { ["violations"] = 0.2 },
            ["settings"] = settings,
        };

        static JObject Group(string name, string? parent) => parent is null ? new JObject { ["name"] = name } : new JObject { ["name"] = name, ["parent"] = parent };
    }
}
