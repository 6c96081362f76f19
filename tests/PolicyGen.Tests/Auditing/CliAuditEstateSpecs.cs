using System.Globalization;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing;

/// <summary>The built command against estates from files: scopes that may not be read, an initiative of one's own, and no initiative at all.</summary>
public class CliAuditEstateSpecs
{
    [Test]
    public void What_may_not_be_read_is_named_and_makes_nothing_compliant()
    {
        using var emulator = CliEmulator.Start("--estate", Estate("partial-access.json"));
        var run = emulator.Json("--management-group", "fabrikam", "--guideline", "mhlw");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(3), run.Error);
            Assert.That(run.IsComplete, Is.False);
            Assert.That(run.Audit["subscriptions"]!.Where(s => (bool?)s["complete"] == false).Select(s => (string?)s["id"]), Does.Contain("a0000000-0000-4000-8000-000000000002"));
            Assert.That(run.Observations, Does.Contain("subscriptionUnreadable"));
            Assert.That(run.Result["controls"]!.Select(c => (string?)c["state"]), Has.None.EqualTo("compliant"));
            Assert.That(run.InState("compliant").Concat(run.InState("partial")), Is.Empty);
            Assert.That(run.Error, Does.Contain("/subscriptions/a0000000-0000-4000-8000-000000000002").Or.Contain("fabrikam-finance"));
        });
    }

    [Test]
    public void An_initiative_of_ones_own_is_read_by_its_id_with_its_past()
    {
        const string Initiative = "/subscriptions/b0000000-0000-4000-8000-000000000001/providers/Microsoft.Authorization/policySetDefinitions/house-rules";
        using var emulator = CliEmulator.Start("--estate", Estate("own-initiative.json"));
        var since = DateTimeOffset.UtcNow.AddHours(-60).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var run = emulator.Json("--subscription", "b0000000-0000-4000-8000-000000000001", "--initiative", Initiative, "--since", since);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1), run.Error);
            Assert.That(run.Requirement("HOUSE-1"), Is.EqualTo("nonCompliant"));
            Assert.That(run.Result["requirements"]!.Count(), Is.EqualTo(1), "the guidelines were not asked for");
            Assert.That(run.Findings.Select(f => (string?)f["resource"]!["name"]), Is.EqualTo(new[] { "tailspinlogs" }));
            Assert.That(run.Audit["comparison"]!["fixed"]!.Select(f => (string?)f["resource"]), Has.One.EndsWith("/tailspinweb"));
        });
    }

    [Test]
    public void Without_any_assignment_resources_are_read_and_judged_and_kept()
    {
        using var folder = new TempFolder("policygen 資産 台帳");
        using var emulator = CliEmulator.Start("--estate", "small");
        var run = emulator.JsonIn(folder.Root, "--management-group", "contoso", "--source", "inventory", "--save-inventory", "資産 一覧.jsonl");
        var check = CheckRun.Json(folder.Root, "資産 一覧.jsonl", "--control", "keyvault-purge-protection");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1).Or.EqualTo(3), run.Error);
            Assert.That((string?)run.Result["run"]!["source"], Is.EqualTo("inventory"));
            Assert.That(run.Result["requirements"]!.Count(), Is.EqualTo(508));
            Assert.That(run.Findings.Select(f => (string?)f["azureState"]), Has.All.Null, "Azure has not judged them");
            Assert.That(run.Audit["figures"]!.Value<long>("requests"), Is.GreaterThan(5));
            Assert.That(CheckRun.Findings(check.Result), Is.EquivalentTo(run.Of("keyvault-purge-protection").Select(f => f.Insert(f.IndexOf(' ', StringComparison.Ordinal), " keyvault-purge-protection"))), check.Error);
        });
    }

    private static string Estate(string name) => Repository.PathOf("tests", "PolicyGen.ArmEmulator", "estates", name);
}
