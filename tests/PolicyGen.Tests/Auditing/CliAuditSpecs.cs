using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing;

/// <summary>The built command against the emulator's small estate, over HTTPS: what it finds, and how it shows it.</summary>
public class CliAuditSpecs
{
    private const string Subscription = "3f2a7b1c-5d4e-4f60-9a8b-1c2d3e4f5a6b";
    private const string Https = "storage-https-only";

    private CliEmulator _emulator = null!;
    private TempFolder _folder = null!;
    private AuditJson _group = null!;

    [OneTimeSetUp]
    public void StartEmulator()
    {
        _folder = new TempFolder("policygen 監査 specs");
        _emulator = CliEmulator.Start("--estate", "small");
        _group = _emulator.JsonIn(_folder.Root, "--management-group", "contoso", "--report", "json=結果 全体.json");
    }

    [OneTimeTearDown]
    public void StopEmulator()
    {
        _emulator.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_management_group_has_every_requirement_with_its_state()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_group.ExitCode, Is.EqualTo(1), _group.Error);
            Assert.That(_group.IsComplete, Is.True, _group.Error);
            Assert.That(_group.Result["requirements"]!.Count(), Is.EqualTo(508));
            Assert.That((string?)_group.Result["run"]!["kind"], Is.EqualTo("audit"));
            Assert.That((string?)_group.Result["run"]!["source"], Is.EqualTo("resourceGraph"));
            Assert.That(_group.Result["run"]!["scopes"]!.Select(s => (string?)s), Is.EqualTo(new[] { "/providers/Microsoft.Management/managementGroups/contoso" }));
            Assert.That((string?)_group.Audit["subscriptions"]![0]!["name"], Is.EqualTo("contoso-clinic"));
        });
    }

    [Test]
    public void States_are_those_of_Azure_and_what_is_no_verdict_is_unknown() => Assert.Multiple(() =>
    {
        Assert.That(_group.Of(Https), Does.Contain("nonCompliant stanalytics01").And.None.Contain("stkarteprod01"));
        Assert.That(_group.Of("keyvault-purge-protection"), Does.Contain("nonCompliant kv-analytics").And.None.Contain("kv-karte-prod"));
        Assert.That(_group.Of("sql-server-auditing"), Does.Contain("error sql-karte-prod"));
        Assert.That(_group.Of("aks-private-cluster"), Does.Contain("unknown aks-karte"));
        Assert.That(_group.Of("vm-edr-solution-installed"), Does.Contain("unknown vm-analytics01"));
        Assert.That(_group.Of("aks-local-accounts-disabled"), Has.None.Contain("aks-karte"), "Protected is what the policy is for");
        Assert.That(_group.Findings.First(f => (string?)f["control"] == "aks-private-cluster")["azureState"]!.ToString(), Is.EqualTo("Conflicting"));
        Assert.That(_group.Findings.Where(f => (string?)f["control"] == Https).Select(f => (string?)f["evaluatedAt"]), Has.All.Not.Null);
        Assert.That(_group.Audit["azureStates"]!.Children<JProperty>().Select(p => p.Name), Is.SupersetOf(new[] { "Compliant", "Conflicting", "Error", "NonCompliant", "NotStarted", "Protected", "Unknown" }));
    });

    [Test]
    public void What_nobody_attested_is_never_compliant() => Assert.Multiple(() =>
    {
        Assert.That(_group.Requirement("MHLW-6.1-01"), Is.EqualTo("compliant"), "attested, manual");
        Assert.That(_group.Requirement("MHLW-6.2-02"), Is.EqualTo("nonCompliant"), "attested as not met");
        Assert.That(_group.Requirement("MHLW-6.2-01"), Is.Not.EqualTo("compliant"), "the attestation has expired");
        Assert.That(_group.Requirement("MHLW-6.2-03"), Is.Not.EqualTo("compliant"), "attested as unknown");
        Assert.That(_group.Requirement("MHLW-6.2-05"), Is.Not.EqualTo("compliant"), "attested for one resource group of the subscription");
    });

    [Test]
    public void What_makes_compliant_mean_less_is_said() => Assert.That(_group.Observations, Is.SupersetOf(new[]
    {
        "notEnforced", "assignmentPartial", "effectDisabled", "exemptionExpired", "exemptionWithoutOwner", "exemptionWithoutExpiry", "attestationExpired", "attestationWithoutEvidence",
    }));

    [Test]
    public void The_result_says_what_it_cost()
    {
        var figures = _group.Audit["figures"]!;
        Assert.Multiple(() =>
        {
            Assert.That((long)figures["requests"]!, Is.GreaterThan(5));
            Assert.That((long)figures["retries"]!, Is.Zero);
            Assert.That((long)figures["rows"]!, Is.GreaterThan(100));
            Assert.That((long)figures["bytes"]!, Is.GreaterThan(10_000));
            Assert.That((long)figures["wallMilliseconds"]!, Is.GreaterThan(0));
            Assert.That((long)figures["peakMemoryBytes"]!, Is.GreaterThan(10_000_000));
        });
    }

    [Test]
    public void Both_APIs_and_all_scopes_tell_the_same()
    {
        var insights = _emulator.Json("--management-group", "contoso", "--api", "policy-insights");
        var subscription = _emulator.Json("--subscription", Subscription, "--api", "resource-graph");
        var tenant = _emulator.Json("--tenant");
        Assert.Multiple(() =>
        {
            Assert.That((string?)insights.Result["run"]!["source"], Is.EqualTo("policyStates"), insights.Error);
            foreach (var other in new[] { insights, subscription, tenant })
            {
                Assert.That(other.IsComplete, Is.True, other.Error);
                Assert.That(Verdicts(other).Where(v => !v.EndsWith("/stoldexports", StringComparison.Ordinal)), Is.EqualTo(Verdicts(_group)));
            }

            // It remembers a week, and so a resource that was deleted in it.
            Assert.That(insights.Of(Https), Does.Contain("nonCompliant stoldexports"));
            Assert.That(tenant.Result["controls"]!.ToString(), Is.EqualTo(_group.Result["controls"]!.ToString()));
        });
    }

    [Test]
    public void A_foreign_initiative_has_its_own_groups()
    {
        const string Id = "/providers/Microsoft.Management/managementGroups/contoso/providers/Microsoft.Authorization/policySetDefinitions/policygen-mhlw";
        var run = _emulator.Json("--management-group", "contoso", "--initiative", Id, "--control", Https);
        var none = _emulator.Run(null, "--management-group", "contoso", "--initiative", Id + "-misspelt");
        Assert.Multiple(() =>
        {
            Assert.That(run.Of(Https), Does.Contain("nonCompliant stanalytics01"), run.Error);
            Assert.That(none.ExitCode, Is.EqualTo(3).Or.EqualTo(2), none.Error);
            Assert.That(none.Error, Does.Contain("policygen-mhlw-misspelt"));
        });
    }

    [Test]
    public void The_table_shows_every_requirement_and_the_other_views_their_own()
    {
        var requirements = _emulator.Run(null, "--management-group", "contoso");
        var controls = _emulator.Run(null, "--management-group", "contoso", "--group-by", "control", "--guideline", "mhlw");
        var subscriptions = _emulator.Run(null, "--management-group", "contoso", "--group-by", "subscription", "--guideline", "mhlw");
        Assert.Multiple(() =>
        {
            Assert.That(requirements.Output, Does.Contain("No violation found, attestation missing").And.Contain("\nMHLW-6.1-01  Compliant  ").And.Contain("\nRun: "));
            Assert.That(requirements.Output, Does.Contain("High  Non-compliant  storage-https-only").And.Contain("/storageAccounts/stanalytics01"));
            Assert.That(controls.Output, Does.Contain("\nstorage-https-only  Non-compliant  ").And.Contain("policyStates"));
            Assert.That(subscriptions.Output, Does.StartWith(Subscription + "  ").And.Contain("contoso-clinic"));
            Assert.That(requirements.Output.Contains('\u001b'), Is.False);
        });
    }

    [Test]
    public void Reports_are_written_in_every_format_of_check()
    {
        string[] formats = ["json", "sarif", "junit", "csv", "markdown"];
        var run = _emulator.Run(_folder.Root, ["--subscription", Subscription, "--control", Https, .. formats.SelectMany(f => new[] { "--report", $"{f}=報告 書.{f}" })]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1), run.Error);
            foreach (var format in formats)
                Assert.That(File.ReadAllText(_folder.PathOf($"報告 書.{format}")), Does.Contain("stanalytics01"), format);
        });
    }

    [Test]
    public void Thresholds_decide_the_exit_code() => Assert.Multiple(() =>
    {
        Assert.That(_emulator.Run(null, "--subscription", Subscription, "--control", Https, "--fail-on", "never").ExitCode, Is.Zero);
        Assert.That(_emulator.Run(null, "--subscription", Subscription, "--control", "aks-local-accounts-disabled").ExitCode, Is.Zero);
    });

    [Test]
    public void A_baseline_shows_what_is_new_and_what_is_fixed()
    {
        var path = _folder.PathOf("結果 全体.json");
        var same = _emulator.JsonIn(_folder.Root, "--management-group", "contoso", "--baseline", "結果 全体.json");
        var before = CheckRun.Parse(File.ReadAllText(path));
        var gone = before["findings"]!.First(f => (string?)f["control"] == Https);
        ((JArray)before["findings"]!).Remove(before["findings"]!.First(f => (string?)f["control"] == "keyvault-purge-protection"));
        gone["resource"]!["id"] = (string)gone["resource"]!["id"]! + "gone";
        gone["resource"]!["name"] = (string)gone["resource"]!["name"]! + "gone";
        _folder.Write("前回.json", before.ToString());
        var changed = _emulator.Run(_folder.Root, "--management-group", "contoso", "--baseline", "前回.json");
        Assert.Multiple(() =>
        {
            Assert.That(same.ExitCode, Is.Zero, same.Error);
            Assert.That(same.Findings.Select(f => (bool?)f["baseline"]), Has.All.True);
            Assert.That(changed.ExitCode, Is.EqualTo(1));
            Assert.That(changed.Output, Does.Contain("Compared with 前回.json: new 2, ").And.Contain("Fixed: storage-https-only  ").And.Contain("stanalytics01gone"));
        });
    }

    [Test]
    public void Since_a_time_shows_what_was_not_so_then()
    {
        var since = DateTimeOffset.UtcNow.AddDays(-2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var run = _emulator.Json("--subscription", Subscription, "--since", since);
        Assert.Multiple(() =>
        {
            Assert.That(run.IsComplete, Is.True, run.Error);
            Assert.That((int)run.Audit["comparison"]!["new"]!, Is.GreaterThan(0));
        });
    }

    [Test]
    public void Files_of_exemptions_and_attestations_are_joined_and_compared()
    {
        _folder.Write("exempt.json", """{ "exemptions": [{ "id": "lab", "controls": ["storage-https-only"], "resource": { "type": "Microsoft.Storage/storageAccounts", "name": "stanalytics01" }, "category": "Waiver", "owner": "a@b.example", "reason": "Test.", "expiresOn": "2099-01-01" }] }""");
        _folder.Write("attest.json", """{ "attestations": [{ "requirement": "MHLW-6.1-01", "state": "NonCompliant", "owner": "a@b.example", "assessmentDate": "2026-01-01", "expiresOn": "2099-01-01", "comments": "Not so.", "evidence": [] }] }""");
        var run = _emulator.JsonIn(_folder.Root, "--management-group", "contoso", "--exemptions", "exempt.json", "--attestations", "attest.json");
        Assert.Multiple(() =>
        {
            Assert.That(run.Of(Https), Does.Contain("exempt stanalytics01"), run.Error);
            Assert.That(run.Requirement("MHLW-6.1-01"), Is.EqualTo("nonCompliant"));
            Assert.That(run.Observations, Does.Contain("attestationContradicts"));
        });
    }

    // Findings without numbers that depend on the moment.
    private static IEnumerable<string> Verdicts(AuditJson run) =>
        run.Findings.Select(f => $"{f["state"]} {f["control"]} {f["resource"]!["id"]}".ToLowerInvariant()).Order(StringComparer.Ordinal)
            .Concat(run.Result["requirements"]!.Select(r => $"{r["id"]} {r["state"]}"));
}
