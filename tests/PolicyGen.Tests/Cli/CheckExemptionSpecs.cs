using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Cli;

/// <summary>What people have accepted or attested, and what pipelines are told.</summary>
public class CheckExemptionSpecs
{
    private const string Tls = "storage-minimum-tls-version";

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TempFolder("policygen 検査 例外");
        _folder.Write("資源.json", Exports.List(Exports.Storage("st1")));
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("2027-01-01", 0, "exempt")]
    [TestCase("2026-12-01", 1, "nonCompliant")]
    public void An_exemption_holds_until_it_expires(string expires, int expected, string state)
    {
        _folder.Write("exemptions.json", $$"""
            { "exemptions": [ { "id": "old-modality", "controls": ["{{Tls}}"], "scope": "{{Exports.Group}}", "category": "Waiver",
                "owner": "IT", "reason": "機器の更新まで", "expiresOn": "{{expires}}" } ] }
            """);
        var (code, result, error) = CheckRun.Json(_folder.Root, "資源.json", "--control", Tls, "--exemptions", "exemptions.json", "--now", "2026-12-01");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(expected), error);
            Assert.That(CheckRun.Findings(result), Is.EqualTo(new[] { $"{state} {Tls} st1" }));
            Assert.That(error.Contains("warning exemption-expired", StringComparison.Ordinal), Is.EqualTo(expected == 1));
            if (expected == 0)
                Assert.That((string?)result["findings"]![0]!["exemption"], Does.Contain("機器の更新まで").And.Contain("IT"));
        });
    }

    [Test]
    public void An_exemption_without_an_owner_is_refused()
    {
        _folder.Write("exemptions.json", $$"""{ "exemptions": [ { "controls": ["{{Tls}}"], "scope": "{{Exports.Group}}", "category": "Waiver", "reason": "x", "expiresOn": "2027-01-01" } ] }""");
        var run = CheckRun.Run(_folder.Root, "資源.json", "--exemptions", "exemptions.json");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(run.Error, Does.Contain("exemptions.json(1,").And.Contain("owner"));
        });
    }

    [Test]
    public void An_attestation_gives_a_manual_requirement_its_state_until_it_lapses()
    {
        _folder.Write("attestations.json", """
            { "attestations": [ { "requirement": "MHLW-6.1-01", "state": "Compliant", "owner": "CISO", "assessmentDate": "2026-01-01", "expiresOn": "2027-01-01",
                "evidence": [ { "description": "規程", "uri": "https://example.com/policy.pdf" } ] } ] }
            """);
        string State(string now) => (string)CheckRun.Json(_folder.Root, "資源.json", "--guideline", "mhlw", "--attestations", "attestations.json", "--now", now).Result["requirements"]!
            .Single(r => (string?)r["id"] == "MHLW-6.1-01")["state"]!;
        Assert.Multiple(() =>
        {
            Assert.That(State("2026-12-01"), Is.EqualTo("compliant"));
            Assert.That(State("2027-01-01"), Is.EqualTo("manual"));
        });
    }

    [Test]
    public void GitHub_shows_findings_at_their_lines_and_a_summary()
    {
        var summary = _folder.PathOf("要約.md");
        var run = CheckRun.RunIn([("GITHUB_ACTIONS", "true"), ("CI", "true"), ("GITHUB_STEP_SUMMARY", summary)], _folder.Root, "資源.json", "--control", Tls);
        var json = CheckRun.RunIn([("GITHUB_ACTIONS", "true")], _folder.Root, "資源.json", "--control", Tls, "--format", "json");
        Assert.Multiple(() =>
        {
            Assert.That(run.Output, Does.Match(@"(?m)^::error file=資源\.json,line=\d+,title=storage-minimum-tls-version \(High\)::Non-compliant: st1"));
            Assert.That(File.ReadAllText(summary), Does.Contain("st1"));
            Assert.That(CheckRun.Findings(CheckRun.Parse(json.Output)), Is.EqualTo(new[] { $"nonCompliant {Tls} st1" }), "JSON stays JSON");
            Assert.That(json.Error, Does.Contain("::error file="));
        });
    }

    [Test]
    public void Azure_Pipelines_shows_them_as_issues_of_the_run()
    {
        var run = CheckRun.RunIn([("TF_BUILD", "True"), ("AGENT_TEMPDIRECTORY", _folder.PathOf("agent"))], _folder.Root, "資源.json", "--control", Tls);
        Assert.Multiple(() =>
        {
            Assert.That(run.Output, Does.Match(@"(?m)^##vso\[task\.logissue type=error;sourcepath=資源\.json;linenumber=\d+;code=storage-minimum-tls-version\]"));
            Assert.That(run.Output, Does.Contain("##vso[task.uploadsummary]"));
            Assert.That(_folder.Files().Keys, Has.Some.StartsWith("agent/"));
        });
    }
}
