using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Hosting;
using PolicyGen.ArmEmulator.Http;
using PolicyGen.ArmEmulator.Routes;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.ArmEmulator;

/// <summary>Estates: files and their faults, what is seeded, the large one.</summary>
public class EmulatorEstateSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RenderedLibrary Library = new(Repository.Root);

    private static string[] Files => [.. Directory.GetFiles(Repository.PathOf("tests", "PolicyGen.ArmEmulator", "estates")).Order(StringComparer.Ordinal)];

    [TestCaseSource(nameof(Files))]
    public void Every_sample_can_be_used(string file)
    {
        var estate = new EstateReader(Library, Now).Read(file);
        Assert.That(estate.States.Read(_ => true, null).Count(), Is.Positive);
        Assert.That(estate.States.Read(_ => true, null).Select(s => s.Timestamp), Is.All.LessThanOrEqualTo(Now));
    }

    [TestCase("""{}""", "tenantId: PropertyRequired")]
    [TestCase("""{"subscriptions":[{"id":"x","managementGroup":"m"}]}""", "subscriptions[0].id: PatternMismatch")]
    [TestCase("""{"subscription":[]}""", "subscription: NoAdditionalPropertiesAllowed")]
    [TestCase("""{"states":[{"resourceId":"/x","assignment":"/y","state":"Fine"}]}""", "states[0].state: NotInEnumeration")]
    [TestCase("""{"managementGroups":[{"name":"m","parent":"none"}]}""", "the management group m is in none, which is not there")]
    [TestCase("""{"managementGroups":[{"name":"m","parent":"n"},{"name":"n","parent":"m"}]}""", "is above itself")]
    [TestCase("""{"managementGroups":[{"name":"m"},{"name":"M"}]}""", "is there twice")]
    [TestCase("""{"subscriptions":[{"id":"00000000-0000-0000-0000-000000000001","managementGroup":"x"}]}""", "in the management group x, which is not there")]
    [TestCase("""{"resources":[{"id":"/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/r/providers/A.B/c/d"}]}""", "in a subscription that is not there")]
    [TestCase("""{"states":[{"resourceId":"/x","assignment":"/y","reference":"z","state":"Error"}]}""", "states[0]: the assignment /y has no policy \"z\"")]
    [TestCase("""{"assignments":[{"id":"/a/providers/Microsoft.Authorization/policyAssignments/b","properties":{"policyDefinitionId":"/d"}}],"states":[{"resourceId":"/x","assignment":"/a/providers/Microsoft.Authorization/policyAssignments/b","state":"Error","timestamp":"today"}]}""", "\"today\" is no time")]
    public void A_file_that_cannot_be_used_says_where(string members, string problem)
    {
        var document = JObject.Parse("""{"tenantId":"00000000-0000-0000-0000-000000000000","managementGroups":[{"name":"m"}],"subscriptions":[]}""");
        document.Merge(JObject.Parse(members), new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Replace });
        if (members == "{}")
            document.Remove("tenantId");

        Assert.That(() => new EstateReader(Library, Now).Read(document, "mine.json"), Throws.InstanceOf<EstateException>().With.Message.StartsWith("mine.json").And.Message.Contains(problem));
    }

    [TestCase("-P2DT3H", "2026-03-30T09:00:00Z")]
    [TestCase("+P30D", "2026-05-01T12:00:00Z")]
    [TestCase("-PT90M", "2026-04-01T10:30:00Z")]
    [TestCase("-PT5S", "2026-04-01T11:59:55Z")]
    [TestCase("P30D", "P30D")]
    [TestCase("-P", "-P")]
    [TestCase("-P1D and more", "-P1D and more")]
    public void Times_count_from_now(string text, string expected)
    {
        var json = new JObject { ["a"] = new JArray(text) };
        RelativeTimes.Resolve(json, Now);
        Assert.That((string?)json["a"]![0], Is.EqualTo(expected));
    }

    [TestCase(3000, 100)]
    [TestCase(12_345, 678)]
    [TestCase(100_000, 20_000)]
    public void The_large_estate_has_exactly_what_was_asked_for(int count, int violations)
    {
        var states = LargeEstate.Make(Library, Now, count, violations).States;
        var all = states.Read(_ => true, null).ToList();

        Assert.That(all, Has.Count.EqualTo(count));
        Assert.That(all.Count(s => s.Compliance == "NonCompliant"), Is.EqualTo(violations));
        Assert.That(all.Select(s => (s.Name, s.Subject.Id)), Is.Unique);
        Assert.That(all.Select(s => s.Subject.Subscription).Distinct().Count(), Is.EqualTo(300));
        Assert.That(states.Read(_ => true, null).Select(s => (s.Name, s.Compliance, s.Timestamp)), Is.EqualTo(all.Select(s => (s.Name, s.Compliance, s.Timestamp))), "They are the same every time.");
        var some = all[count / 2].Subject.Subscription;
        Assert.That(states.Read(s => s == some, null).Select(s => (s.Name, s.Compliance)), Is.EqualTo(all.Where(s => s.Subject.Subscription == some).Select(s => (s.Name, s.Compliance))));
    }

    [Test]
    public void The_large_estate_is_a_tree()
    {
        var estate = LargeEstate.Make(Library, Now, 3000, 100);
        EstateChecks.Check(estate, "large");
        var index = new EstateIndex(estate);
        Assert.That((estate.ManagementGroups.Count, estate.Subscriptions.Count), Is.EqualTo((40, 300)));
        Assert.That(index.Below("contoso").Count(), Is.EqualTo(339));
        Assert.That(estate.Subscriptions.Select(s => index.Above(s).Count()).Max(), Is.InRange(4, 6));
    }

    [Test]
    public void Seeding_follows_attestations_exemptions_and_overrides()
    {
        var states = new EstateReader(Library, Now).Read(Files.Single(f => f.EndsWith("small.json", StringComparison.Ordinal))).States.Read(_ => true, null).ToList();
        var manual = states.Where(s => s.Rule.IsManual && s.Compliance != "Unknown").Select(s => s.Compliance).Order(StringComparer.Ordinal);

        // Four are done and two are not. Of the others one has expired, one is open, one is for a resource group and one for a
        // policy that is gone.
        Assert.That(manual, Is.EqualTo(new[] { "Compliant", "Compliant", "Compliant", "Compliant", "NonCompliant", "NonCompliant" }));
        Assert.That(states.Where(s => s.Compliance == "Exempt").Select(s => s.Subject.Id.Split('/')[^1]).Order(StringComparer.Ordinal), Is.EqualTo(new[] { "afw-hub", "stanalytics01", "vm-analytics01" }));
        Assert.That(states.Count(s => s.Rule.AssignmentName == "policygen-meti" && s.Rule.Reference == "storage-blob-versioning"), Is.Zero, "An override disables it.");
        Assert.That(states.Where(s => s.Rule.AssignmentName == "policygen-mic").Select(s => s.Subject.Group).Distinct(), Does.Not.Contain("rg-analytics"), "The assignment leaves the group out.");
    }

    [TestCase("*/read", "Microsoft.Storage/storageAccounts/read", true)]
    [TestCase("*", "anything", true)]
    [TestCase("Microsoft.Storage/*", "microsoft.storage/storageAccounts/read", true)]
    [TestCase("Microsoft.PolicyInsights/policyStates/*/read", "Microsoft.PolicyInsights/policyStates/queryResults/read", true)]
    [TestCase("Microsoft.PolicyInsights/policyStates/*/read", "Microsoft.PolicyInsights/attestations/read", false)]
    [TestCase("*/read", "Microsoft.Storage/storageAccounts/write", false)]
    [TestCase("", "x", false)]
    public void Actions_have_patterns(string pattern, string action, bool allows) => Assert.That(Access.Allows([pattern], action), Is.EqualTo(allows));

    [TestCase("/subscriptions/s", "Microsoft.Resources/subscriptions", "", "")]
    [TestCase("/subscriptions/s/resourceGroups/g", "Microsoft.Resources/subscriptions/resourceGroups", "", "g")]
    [TestCase("/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/a/databases/b", "Microsoft.Sql/servers/databases", "/subscriptions/s/resourceGroups/g", "g")]
    [TestCase("/subscriptions/s/resourceGroups/g/providers/A.B/c/d/providers/E.F/g/h", "E.F/g", "/subscriptions/s/resourceGroups/g/providers/A.B/c/d", "g")]
    [TestCase("/providers/Microsoft.Management/managementGroups/m", "Microsoft.Management/managementGroups", "", "")]
    public void Ids_have_types_scopes_and_groups(string id, string type, string scope, string group) =>
        Assert.That((ArmPath.TypeOf(id), ArmPath.ScopeOf(id), ArmPath.ResourceGroupOf(id) ?? ""), Is.EqualTo((type, scope, group)));

    [TestCase("--port", "Every option needs a value", "--port needs a value.")]
    [TestCase("--port 70000", "", "--port must be a number from 0 to 65535.")]
    [TestCase("--colour red", "", "There is no option --colour.")]
    [TestCase("--states 5 --violations 6", "", "--violations cannot be more than --states.")]
    public void A_wrong_command_line_is_refused(string line, string reason, string problem) =>
        Assert.That(() => EmulatorOptions.Parse(line.Split(' ')), Throws.InstanceOf<FormatException>().With.Message.EqualTo(problem), reason);
}
