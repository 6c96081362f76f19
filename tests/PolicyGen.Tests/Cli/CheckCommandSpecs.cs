using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Cli;

/// <summary>The options of <c>policygen check</c>, over a small export: what is judged, what is shown, what fails.</summary>
public class CheckCommandSpecs
{
    private const string Tls = "storage-minimum-tls-version";
    private const string Purge = "keyvault-purge-protection";
    private const string Rbac = "keyvault-rbac-authorization";
    private static readonly string Three = $"{Tls},{Purge},{Rbac}";

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TempFolder("policygen 検査 specs");
        _folder.Write("資源 一覧.json", Exports.List(Exports.Storage("st1"), Exports.Storage("st2", "TLS1_2"), Exports.Vault("kv1")));
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Every_violation_has_its_reasons_requirements_and_place()
    {
        var (code, result, error) = Json("--control", Three, "--now", "2026-12-01");
        Assert.That(code, Is.EqualTo(1), error);
        var finding = result["findings"]!.Single(f => (string?)f["control"] == Tls);
        Assert.Multiple(() =>
        {
            Assert.That(CheckRun.Findings(result), Is.EquivalentTo(new[] { $"nonCompliant {Tls} st1", $"nonCompliant {Purge} kv1", $"nonCompliant {Rbac} kv1" }));
            Assert.That(finding["reasons"]![0]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"path":"properties.minimumTlsVersion","operator":"notIn","expected":["TLS1_2"],"actual":"TLS1_0"}"""));
            Assert.That(finding["requirements"]!.Select(r => (string?)r), Does.Contain("MHLW-6.11-01"));
            Assert.That((string?)finding["source"]!["file"], Is.EqualTo("資源 一覧.json"));
            Assert.That((string?)result["run"]!["startedAt"], Is.EqualTo("2026-12-01T00:00:00Z"));
            Assert.That((string?)result["run"]!["source"], Is.EqualTo("inventory"));
            Assert.That((int)result["summary"]!["resources"]!["evaluated"]!, Is.EqualTo(3));
        });
    }

    [Test]
    public void Include_shows_what_is_fine_as_well()
    {
        var (code, result, _) = Json("--control", Tls, "--include", "compliant");
        Assert.Multiple(() =>
        {
            Assert.That(CheckRun.Findings(result), Is.EqualTo(new[] { $"compliant {Tls} st2" }));
            Assert.That(code, Is.EqualTo(1), "what is not shown fails all the same");
        });
    }

    [Test]
    public void Fail_on_and_min_severity_say_what_fails()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Json("--control", Three, "--fail-on", "never").ExitCode, Is.Zero);
            Assert.That(Json("--control", Rbac, "--min-severity", "high").ExitCode, Is.Zero, "it is medium");
            Assert.That(Json("--control", Purge, "--min-severity", "high").ExitCode, Is.EqualTo(1));
        });
        // What is not known fails where that is asked for.
        _folder.Write("資源 一覧.json", Exports.List(Bare("st1")));
        Assert.Multiple(() =>
        {
            Assert.That(Json("--control", Tls).ExitCode, Is.Zero);
            Assert.That(Json("--control", Tls, "--fail-on", "unknown").ExitCode, Is.EqualTo(1));
        });
    }

    [Test]
    public void Severity_and_guideline_say_what_is_judged()
    {
        var (_, high, _) = Json("--severity", "high", "--guideline", "mic");
        var controls = high["findings"]!.Select(f => (string?)f["control"]).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(controls, Does.Contain(Tls).And.Contain(Purge).And.Not.Contain(Rbac));
            Assert.That(high["findings"]!.Select(f => (string?)f["severity"]), Has.All.EqualTo("high"));
            Assert.That(high["requirements"]!.Select(r => (string)r["id"]!), Has.All.StartsWith("MIC-"));
        });
    }

    [Test]
    public void The_table_is_for_people_and_says_the_same_in_both_languages()
    {
        var english = CheckRun.Run(_folder.Root, "資源 一覧.json", "--control", Three);
        var byResource = CheckRun.Run(_folder.Root, "資源 一覧.json", "--control", Three, "--group-by", "resource");
        var japanese = CommandLine.Run(["check", "資源 一覧.json", "--control", Three, "--library", Repository.Root], _folder.Root, ("GITHUB_ACTIONS", ""), ("TF_BUILD", ""));
        Assert.Multiple(() =>
        {
            Assert.That(english.Output, Does.Contain("MHLW-6.11-01").And.Contain($"High  Non-compliant  {Tls}").And.Contain("found \"TLS1_0\"").And.Contain("Fix: ").And.Contain("資源 一覧.json:"));
            Assert.That(byResource.Output, Does.StartWith("kv1  Microsoft.KeyVault/vaults"));
            Assert.That(japanese.Output, Does.Contain($"高  非準拠  {Tls}").And.Contain("対処"));
            Assert.That((english.Output + byResource.Output + japanese.Output).Contains('\u001b'), Is.False, "redirected output has no colours");
        });
    }

    [Test]
    public void Width_and_colour_of_the_terminal_change_nothing_that_is_redirected()
    {
        string[] arguments = ["資源 一覧.json", "--control", Three, "--now", "2026-12-01"];
        var plain = CheckRun.Run(_folder.Root, arguments);
        var narrow = CheckRun.RunIn([("COLUMNS", "40"), ("NO_COLOR", "1"), ("TERM", "xterm-256color")], _folder.Root, arguments);
        Assert.That(narrow.Output, Is.EqualTo(plain.Output));
    }

    [Test]
    public void The_same_input_at_the_same_time_gives_the_same_bytes()
    {
        string[] formats = ["json", "sarif", "junit", "csv", "markdown"];
        var runs = Enumerable.Range(0, 2).Select(i =>
        {
            using var reports = new TempFolder("policygen 報告");
            var run = CheckRun.Run(_folder.Root, ["資源 一覧.json", "--now", "2026-12-01T09:00:00+09:00", "--format", "json", .. formats.SelectMany(f => new[] { "--report", $"{f}={reports.PathOf(f)}" })]);
            return (run.Output, string.Join('\n', reports.Files().Values));
        }).ToList();
        Assert.That(runs[1], Is.EqualTo(runs[0]));
    }

    [Test]
    public void A_baseline_lets_only_new_findings_fail()
    {
        Assert.That(CheckRun.Run(_folder.Root, "資源 一覧.json", "--control", Three, "--report", "json=基準.json").ExitCode, Is.EqualTo(1));
        var (same, marked, error) = Json("--control", Three, "--baseline", "基準.json");
        _folder.Write("資源 一覧.json", Exports.List(Exports.Storage("st1"), Exports.Storage("new"), Exports.Vault("kv1")));
        var (more, added, _) = Json("--control", Three, "--baseline", "基準.json");
        Assert.Multiple(() =>
        {
            Assert.That(same, Is.Zero, error);
            Assert.That(marked["findings"]!.Count(), Is.EqualTo(3), "they are still shown");
            Assert.That(more, Is.EqualTo(1));
            Assert.That(added["findings"]!.Where(f => (bool?)f["baseline"] != true).Select(f => (string?)f["resource"]!["name"]), Is.EqualTo(new[] { "new" }));
        });
    }

    [Test]
    public void The_scope_and_the_context_say_what_exports_do_not()
    {
        _folder.Write("context.json", $$"""{ "resourceGroups": { "RG-CLINIC": { "tags": { "environment": "prod" } } }, "existing": "lock.json" }""");
        _folder.Write("lock.json", $$"""[{ "id": "{{Exports.Group}}/providers/Microsoft.Authorization/locks/keep", "type": "Microsoft.Authorization/locks", "name": "keep", "properties": { "level": "CanNotDelete" } }]""");
        var tagged = Exports.Storage("st3");
        tagged["tags"] = new JObject { ["data-classification"] = "medical-record" };
        _folder.Write("資源 一覧.json", Exports.List(tagged));
        var without = CheckRun.Findings(Json("--control", "resource-delete-lock", "--include", "compliant,nonCompliant,unknown").Result);
        var with = CheckRun.Findings(Json("--control", "resource-delete-lock", "--include", "compliant,nonCompliant,unknown", "--context", "context.json").Result);
        Assert.Multiple(() =>
        {
            Assert.That(without, Is.EqualTo(new[] { "unknown resource-delete-lock st3" }), "an export may leave locks out");
            Assert.That(with, Is.EqualTo(new[] { "compliant resource-delete-lock st3" }));
        });
    }

    private (int ExitCode, JObject Result, string Error) Json(params string[] arguments) => CheckRun.Json(_folder.Root, ["資源 一覧.json", .. arguments]);

    // As az resource list gives it: without properties.
    private static JObject Bare(string name)
    {
        var resource = Exports.Storage(name);
        resource["properties"] = null;
        return resource;
    }
}
