using System.Text.RegularExpressions;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Cli;

/// <summary>The two landing zones that the README checks.</summary>
public class CheckSampleSpecs
{
    private const string Now = "2026-12-01";

    [Test]
    public void The_compliant_one_has_no_violation_and_little_that_is_unknown()
    {
        var (code, result, error) = CheckRun.Json(null, CheckRun.Sample("landing-zone/compliant/main.bicepparam"));
        Assert.That(code, Is.Zero, error);
        var states = result["findings"]!.Select(f => (string?)f["state"]).Distinct();
        Assert.Multiple(() =>
        {
            Assert.That(error.Split('\n').Where(l => l.Length > 0), Has.All.StartsWith("warning: "), "the compiler has nothing to say");
            Assert.That(error, Does.Contain("warning: Nobody said where the templates are deployed (--scope)"));
            Assert.That(states, Is.EqualTo(new[] { "unknown" }));
            // Keys, secrets and certificates are no part of a template; who has signed in, what is backed up and what Defender found,
            // neither. Dates in tags are those of the deployment, and ids of the subscription are made up without --scope.
            Assert.That(result["findings"]!.Select(f => (string)f["control"]!).Where(c => !c.StartsWith("keyvault-", StringComparison.Ordinal)).Distinct(),
                Is.SubsetOf(new[]
                {
                    "appservice-private-endpoint", "backup-restore-test-date", "backupvault-customer-managed-key", "backupvault-multi-user-authorization",
                    "database-threat-detection-enabled", "defender-continuous-export", "resource-data-classification-review-date",
                    "resource-environment-matches-subscription", "resourcegroup-required-tags", "storage-blob-backup-enabled",
                    "subscription-blocked-accounts-removed", "subscription-blocked-owners-removed", "subscription-dr-drill-date",
                    "subscription-guest-owners-removed", "subscription-guest-readers-removed", "subscription-guest-writers-removed",
                    "subscription-max-three-owners", "subscription-mfa-create-update", "subscription-mfa-delete", "subscription-min-two-owners",
                    "vnet-peering-approved-networks",
                }));
            Assert.That((int)result["summary"]!["controls"]!["compliant"]!, Is.GreaterThan(100));
            Assert.That((bool)result["run"]!["complete"]!, Is.True);
        });
    }

    [Test]
    public void The_other_one_violates_controls_of_every_area_and_each_finding_points_into_a_module()
    {
        using var folder = new TempFolder("policygen 検査");
        string[] formats = ["json", "sarif", "junit", "csv", "markdown"];
        var run = CheckRun.Run(folder.Root,
            [Repository.PathOf("templates", "samples", "landing-zone", "non-compliant", "main.bicepparam"), "--now", Now, .. formats.SelectMany(f => new[] { "--report", $"{f}={folder.PathOf("報告 " + f)}" })]);
        Assert.That(run.ExitCode, Is.EqualTo(1), run.Error);
        var result = CheckRun.Parse(folder.Files()["報告 json"]);
        var violations = result["findings"]!.Where(f => (string?)f["state"] == "nonCompliant").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(violations.Select(f => (string?)f["control"]).Distinct().Count(), Is.GreaterThanOrEqualTo(12));
            Assert.That(violations.Select(f => ((string)f["control"]!).Split('-')[0]).Distinct(), Is.SupersetOf(new[] { "appservice", "backupvault", "keyvault", "loganalytics", "postgresql", "resource", "storage" }));
            Assert.That(violations.Select(f => (string?)f["severity"]).Distinct(), Is.SupersetOf(new[] { "high", "medium" }));
            Assert.That(violations.Select(f => (string)f["source"]!["file"]!), Has.All.Contains("/non-compliant/").And.All.EndsWith(".bicep").And.Some.Contains("/non-compliant/modules/"));
            Assert.That(violations.Select(f => (int)f["source"]!["line"]!), Has.All.Positive);
            Assert.That(Place(violations, "storage-https-only"), Does.EndWith("modules/storage.bicep:8"));
            Assert.That(Place(violations, "loganalytics-table-total-retention"), Does.EndWith("modules/monitoring.bicep:13"));

            foreach (var line in ReadmeOutput())
                Assert.That(run.Output, Does.Contain(line), "the README shows what is printed");
            var sarif = JObject.Parse(folder.Files()["報告 sarif"]);
            Assert.That(sarif["runs"]![0]!["results"]!.Count(), Is.EqualTo(result["findings"]!.Count()));
            Assert.That(XDocument.Parse(folder.Files()["報告 junit"]).Descendants("failure").Count(), Is.GreaterThan(12));
            Assert.That(folder.Files()["報告 csv"].Split('\n'), Has.Length.GreaterThan(violations.Count));
            Assert.That(folder.Files()["報告 markdown"], Does.Contain("storage-https-only").Or.Contain("HTTPS"));
        });

        // What was found before fails no more.
        var again = CheckRun.Run(null, CheckRun.Sample("landing-zone/non-compliant/main.bicepparam"), "--now", Now, "--baseline", folder.PathOf("報告 json"));
        Assert.That(again.ExitCode, Is.Zero, "the place from where the command is run is no part of a finding's identity");
    }

    [Test]
    public void Context_exemptions_and_attestations_of_the_samples_do_what_they_say()
    {
        var zone = CheckRun.Sample("landing-zone/");
        var (code, result, error) = CheckRun.Json(null, zone + "non-compliant/main.bicepparam", "--context", zone + "context.json",
            "--exemptions", zone + "exemptions.json", "--attestations", zone + "attestations.json", "--now", Now);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1), error);
            Assert.That(error, Does.Not.Contain("--scope").And.Not.Contain("exemption"));
            Assert.That(result["findings"]!.Where(f => (string?)f["state"] == "exempt").Select(f => (string?)f["control"]), Is.EquivalentTo(new[] { "backupvault-geo-redundant", "loganalytics-no-daily-cap" }));
            Assert.That(CheckRun.Findings(result), Has.None.Contains("subscription-alert-"), "the export shows the alerts");
            Assert.That(result["run"]!["scopes"]!.Select(s => (string?)s), Is.EqualTo(new[] { "/subscriptions/8a2f6d0c-52c1-4c36-9d5d-0a7c3c1b9e02" }));
            Assert.That((string?)result["requirements"]!.Single(r => (string?)r["id"] == "MHLW-6.1-01")["state"], Is.EqualTo("compliant"));
        });
    }

    [Test]
    public void Policies_of_ones_own_are_judged_instead()
    {
        var (code, result, error) = CheckRun.Json(null, CheckRun.Sample("landing-zone/non-compliant/main.bicepparam"), "--policies", CheckRun.Sample("policies"));
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1), error);
            Assert.That(result["findings"]!.Select(f => (string?)f["control"]).Distinct(), Is.EquivalentTo(new[] { "keyVaultHsm", "ownerTag" }));
            Assert.That(result["requirements"]!, Is.Empty);
        });
        Assert.That(CheckRun.Run(null, CheckRun.Sample("landing-zone/compliant/main.bicepparam"), "--policies", CheckRun.Sample("policies")).ExitCode, Is.Zero);
    }

    private static IEnumerable<string> ReadmeOutput()
    {
        var shown = Regex.Match(File.ReadAllText(Repository.PathOf("README.md")), "```text\n(?<text>.*?)```", RegexOptions.Singleline).Groups["text"].Value;
        Assert.That(shown, Is.Not.Empty);
        return shown.Split('\n').Select(l => l.Trim().TrimEnd('…').Trim()).Where(l => l.Length > 0);
    }

    private static string Place(IEnumerable<JToken> findings, string control)
    {
        var source = findings.First(f => (string?)f["control"] == control)["source"]!;
        return $"{source["file"]}:{source["line"]}";
    }
}
