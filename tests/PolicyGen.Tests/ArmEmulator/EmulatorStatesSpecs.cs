using System.Globalization;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.ArmEmulator.Http;
using PolicyGen.ArmEmulator.Insights;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.ArmEmulator;

/// <summary>policyStates: queries, groupings, pages, what was before.</summary>
public class EmulatorStatesSpecs
{
    private const string Small = "/subscriptions/3f2a7b1c-5d4e-4f60-9a8b-1c2d3e4f5a6b";
    private const string Contoso = "/providers/Microsoft.Management/managementGroups/contoso";
    private const string Own = "/subscriptions/b0000000-0000-4000-8000-000000000001";

    private ArmEmulatorProcess _small = null!;
    private ArmEmulatorProcess _own = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _small = ArmEmulatorProcess.Start();
        _own = ArmEmulatorProcess.Start("--estate", Repository.PathOf("tests", "PolicyGen.ArmEmulator", "estates", "own-initiative.json"));
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _small.Dispose();
        _own.Dispose();
    }

    [TestCase("complianceState eq 'Conflicting'", 2)]
    [TestCase("ComplianceState eq 'conflicting'", 2)]
    [TestCase("complianceState eq 'Error' or complianceState eq 'Protected'", 3)]
    [TestCase("(complianceState eq 'Error' or complianceState eq 'Protected') and policyAssignmentName eq 'policygen-mic'", 1)]
    [TestCase("complianceState in ('Error','Protected','NotStarted')", 4)]
    [TestCase("complianceState eq 'Unknown' and not (policyDefinitionAction eq 'manual')", 1)]
    [TestCase("complianceState eq 'Unknown' and policyDefinitionAction ne 'manual'", 1)]
    [TestCase("tolower(policyDefinitionReferenceId) eq 'aks-private-cluster' and complianceState ne 'Compliant'", 2)]
    [TestCase("policyDefinitionReferenceId eq 'it''s none'", 0)]
    [TestCase("isCompliant eq false and 'HOUSE-1' IN PolicyDefinitionGroupNames", 0)]
    public void Filters_choose_records(string filter, int count) =>
        Assert.That(Records(_small, Small, $"$filter={Uri.EscapeDataString(filter)}").Count(), Is.EqualTo(count));

    [TestCase("$filter", "complianceState like 'x'")]
    [TestCase("$filter", "nothing eq 'x'")]
    [TestCase("$filter", "complianceState eq 'x")]
    [TestCase("$filter", "(complianceState eq 'x'")]
    [TestCase("$filter", "complianceState eq 'x' complianceState")]
    [TestCase("$filter", "startswith(resourceId,'x')")]
    [TestCase("$apply", "groupby((nothing))")]
    [TestCase("$apply", "aggregate(timestamp with sum as x)")]
    [TestCase("$apply", "groupby((resourceId)")]
    [TestCase("$orderby", "nothing desc")]
    [TestCase("$orderby", "timestamp sideways")]
    [TestCase("$top", "0")]
    [TestCase("$from", "yesterday")]
    [TestCase("$skiptoken", "x")]
    public void What_is_not_understood_is_refused(string parameter, string value) =>
        Assert.That(Ask(_small, Small, $"{parameter}={Uri.EscapeDataString(value)}").Status, Is.EqualTo(400));

    // Whatever is sent, the answer is 400, and the server goes on.
    [Test]
    public void Filters_made_of_anything_are_read_or_refused()
    {
        string[] parts = ["(", ")", "'", "'a'", ",", "eq", "in", "and", "or", "not", "tolower", "complianceState", "timestamp", " ", "é", "$", "\\", "2026-01-01"];
        var random = new Random(5);
        for (var i = 0; i < 5000; i++)
        {
            var text = string.Join(' ', random.GetItems(parts, random.Next(1, 12)));
            try
            {
                StateFilter.Parse(text);
            }
            catch (ArmError error)
            {
                Assert.That(error.Status, Is.EqualTo(400), text);
            }
        }
        Assert.That(() => StateFilter.Parse(new string('(', 8000)), Throws.InstanceOf<ArmError>().With.Message.Contains("nested too deeply"));
        Assert.That(() => StateFilter.Parse(string.Concat(Enumerable.Repeat("not ", 8000))), Throws.InstanceOf<ArmError>().With.Message.Contains("nested too deeply"));
    }

    [Test]
    public void Groups_are_counted()
    {
        const string apply = "filter(policyDefinitionAction ne 'manual')/groupby((policyAssignmentId,complianceState),aggregate($count as states,timestamp with min as oldest,timestamp with max as newest,resourceId with countdistinct as resources))";
        var groups = Records(_small, Contoso, $"$apply={Uri.EscapeDataString(apply)}&$orderby=states desc").ToList();
        var records = Records(_small, Contoso, $"$filter={Uri.EscapeDataString("policyDefinitionAction ne 'manual'")}").ToList();

        Assert.That(groups.Sum(g => (int)g["states"]!), Is.EqualTo(records.Count));
        Assert.That(groups.Select(g => (int)g["states"]!), Is.Ordered.Descending);
        var first = groups[0];
        var members = records.Where(r => (string?)r["policyAssignmentId"] == (string?)first["policyAssignmentId"] && (string?)r["complianceState"] == (string?)first["complianceState"]).ToList();
        Assert.That(members, Has.Count.EqualTo((int)first["states"]!));
        Assert.That((string?)first["oldest"], Is.EqualTo(members.Min(m => (string?)m["timestamp"])));
        Assert.That((string?)first["newest"], Is.EqualTo(members.Max(m => (string?)m["timestamp"])));
        Assert.That((int)first["resources"]!, Is.EqualTo(members.Select(m => (string?)m["resourceId"]).Distinct().Count()));
    }

    [Test]
    public void Pages_hold_a_thousand_and_link_to_the_next()
    {
        var first = Ask(_small, Small, "");
        Assert.That((int)first.Body["@odata.count"]!, Is.EqualTo(1000));
        var next = _small.Post((string)first.Body["@odata.nextLink"]!);
        Assert.That((int)next.Body["@odata.count"]!, Is.GreaterThan(0).And.LessThan(1000));
        Assert.That(next.Body["@odata.nextLink"]!.Type, Is.EqualTo(JTokenType.Null));
    }

    [Test]
    public void Fields_and_order_are_chosen()
    {
        var records = Records(_small, Small, "$select=ResourceId,timestamp&$orderby=timestamp&$top=7").ToList();

        Assert.That(records, Has.Count.EqualTo(7));
        Assert.That(records.Select(r => (string?)r["timestamp"]), Is.Ordered.Descending);
        Assert.That(((JObject)records[0]).Properties().Select(p => p.Name).Where(n => n[0] != '@'), Is.EquivalentTo(new[] { "timestamp", "resourceId" }));
    }

    [TestCase(Contoso + "/providers/Microsoft.Authorization/policyAssignments/policygen-mhlw", 1, "policygen-mhlw")]
    [TestCase(Contoso + "/providers/Microsoft.Authorization/policySetDefinitions/policygen-mic", 1, "policygen-mic")]
    public void An_assignment_or_initiative_can_be_the_scope(string scope, int names, string name)
    {
        var found = Records(_small, scope, "$select=policyAssignmentName").Select(r => (string?)r["policyAssignmentName"]).Distinct().ToList();
        Assert.That(found, Is.EqualTo(Enumerable.Repeat(name, names)));
    }

    // The states of own-initiative.json: one turned good two days ago, one turned bad five days ago.
    [TestCase(0, "Compliant NonCompliant")]
    [TestCase(1, "Compliant NonCompliant")]
    [TestCase(4, "NonCompliant NonCompliant")]
    [TestCase(10, "NonCompliant")]
    [TestCase(40, "")]
    public void What_was_before_can_be_asked_for(int daysAgo, string states)
    {
        var to = DateTimeOffset.UtcNow.AddDays(-daysAgo).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var found = Records(_own, Own, $"$to={to}&$orderby=complianceState asc").Select(r => (string?)r["complianceState"]);
        Assert.That(found, Is.EqualTo(states.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [TestCase(1, 0)]
    [TestCase(10, 1)]
    public void Old_evaluations_need_a_from(int days, int count)
    {
        var from = DateTimeOffset.UtcNow.AddDays(-days).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        const string filter = "$filter=policyDefinitionReferenceId eq 'keyvault-purge-protection' and policyAssignmentName eq 'policygen-mic'";
        Assert.That(Records(_small, Small, $"$from={from}&{filter}").Count(), Is.EqualTo(count));
        if (days == 1)
            Assert.That(_small.Post($"{Small}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults?api-version=2024-10-01&{filter}").Body["value"], Is.Empty);
    }

    [Test]
    public void Effects_come_from_the_assignments_parameters() =>
        Assert.That(Records(_own, Own, "").Select(r => (string?)r["policyDefinitionAction"]).Distinct(), Is.EqualTo(new[] { "audit" }));

    [Test]
    public void A_summary_rolls_resources_up()
    {
        var (status, body, _) = _own.Post($"{Own}/providers/Microsoft.PolicyInsights/policyStates/latest/summarize?api-version=2024-10-01");
        Assert.That(status, Is.EqualTo(200));
        var results = body.SelectToken("value[0].results")!;
        Assert.That((int)results["nonCompliantResources"]!, Is.EqualTo(1));
        Assert.That(results["resourceDetails"]!.Select(d => $"{d["complianceState"]} {d["count"]}"), Is.EqualTo(new[] { "noncompliant 1", "compliant 1" }));
        Assert.That((string?)body.SelectToken("value[0].policyAssignments[0].policyDefinitions[0].policyDefinitionReferenceId"), Is.EqualTo("ownertag"));
        Assert.That((string?)body.SelectToken("value[0].policyAssignments[0].policyGroups[0].policyGroupName"), Is.EqualTo("HOUSE-1"));
    }

    private static IEnumerable<JToken> Records(ArmEmulatorProcess emulator, string scope, string parameters)
    {
        var page = Ask(emulator, scope, parameters);
        while (true)
        {
            Assert.That(page.Status, Is.EqualTo(200), page.Body.ToString());
            foreach (var record in page.Body["value"]!)
                yield return record;
            if ((string?)page.Body["@odata.nextLink"] is not { } next)
                yield break;
            page = emulator.Post(next);
        }
    }

    private static (int Status, JObject Body, System.Net.Http.Headers.HttpResponseHeaders Headers) Ask(ArmEmulatorProcess emulator, string scope, string parameters) =>
        emulator.Post($"{scope}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults?api-version=2024-10-01&{(parameters.Contains("$from", StringComparison.Ordinal) ? "" : "$from=2000-01-01T00:00:00Z&")}{parameters}");
}
