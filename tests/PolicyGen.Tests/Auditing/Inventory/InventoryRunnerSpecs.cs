using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Checking;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing.Inventory;

/// <summary>An audit that reads resources and judges them itself, against the emulator.</summary>
public sealed class InventoryRunnerSpecs
{
    private const string Accounts = InventoryRun.Group + "/providers/Microsoft.Storage/storageAccounts/";
    private const string Vaults = InventoryRun.Group + "/providers/Microsoft.KeyVault/vaults/";
    private const string Machines = InventoryRun.Group + "/providers/Microsoft.Compute/virtualMachines/";
    private const string Subnets = InventoryRun.Group + "/providers/Microsoft.Network/virtualNetworks/net/subnets/";

    private static readonly AuditOptions All = new() { Included = [.. Enum.GetValues<ComplianceState>().Where(s => s != ComplianceState.NotApplicable)] };

    private InventoryRun _run = null!;
    private RunResult _result = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _run = new InventoryRun();
        _result = await _run.AuditAsync(All);
    }

    [OneTimeTearDown]
    public void Stop() => _run.Dispose();

    [SetUp]
    public Task NoFaults() => _run.Emulator.FaultsAsync("");

    [TestCase("storage-https-only", Accounts + "good", ComplianceState.Compliant, TestName = "A resource complies")]
    [TestCase("storage-https-only", Accounts + "bad", ComplianceState.NonCompliant, TestName = "A resource does not comply")]
    [TestCase("storage-blob-versioning", Accounts + "good", ComplianceState.Compliant, TestName = "A child complies")]
    [TestCase("storage-blob-versioning", Accounts + "bad", ComplianceState.NonCompliant, TestName = "A child does not comply")]
    [TestCase("keyvault-diagnostic-settings", Vaults + "logged", ComplianceState.Compliant, TestName = "An extension is there")]
    [TestCase("keyvault-diagnostic-settings", Vaults + "silent", ComplianceState.NonCompliant, TestName = "An extension is not there")]
    [TestCase("vm-edr-solution-installed", Machines + "healthy", ComplianceState.Compliant, TestName = "An assessment is healthy")]
    [TestCase("vm-edr-solution-installed", Machines + "unhealthy", ComplianceState.NonCompliant, TestName = "An assessment is not healthy")]
    [TestCase("vm-edr-configuration-healthy", Machines + "healthy", ComplianceState.NonCompliant, TestName = "An assessment is missing")]
    [TestCase("subscription-mfa-create-update", "/subscriptions/" + InventoryRun.One, ComplianceState.NonCompliant, TestName = "Accounts without multifactor authentication")]
    [TestCase("subscription-mfa-create-update", "/subscriptions/" + InventoryRun.Two, ComplianceState.Compliant, TestName = "All accounts with multifactor authentication")]
    [TestCase("subscription-max-three-owners", "/subscriptions/" + InventoryRun.Two, ComplianceState.Unknown, TestName = "Nobody has assessed it")]
    [TestCase("vm-backup-enabled", Machines + "healthy", ComplianceState.Compliant, TestName = "A vault protects it")]
    [TestCase("vm-backup-enabled", Machines + "unhealthy", ComplianceState.NonCompliant, TestName = "No vault protects it")]
    [TestCase("vnet-subnet-network-security-group", Subnets + "guarded", ComplianceState.Compliant, TestName = "A child that its parent holds complies")]
    [TestCase("vnet-subnet-network-security-group", Subnets + "open", ComplianceState.NonCompliant, TestName = "A child that its parent holds does not comply")]
    [TestCase("resource-delete-lock", Accounts + "good", ComplianceState.Compliant, TestName = "It is locked")]
    [TestCase("resource-delete-lock", Accounts + "bad", ComplianceState.NonCompliant, TestName = "It is not locked")]
    [TestCase("defender-servers-enabled", "/subscriptions/" + InventoryRun.One, ComplianceState.Compliant, TestName = "A plan of Defender is on")]
    [TestCase("defender-servers-enabled", "/subscriptions/" + InventoryRun.Two, ComplianceState.NonCompliant, TestName = "A plan of Defender is off")]
    public void Resources_are_judged(string control, string resource, ComplianceState expected) =>
        Assert.That(InventoryRun.StateOf(_result, control, resource), Is.EqualTo(expected));

    [Test]
    public void A_run_that_reads_everything_is_complete() => Assert.Multiple(() =>
    {
        Assert.That(_result.Audit!.Failures, Is.Empty);
        Assert.That(_result.Run.Complete, Is.True);
        Assert.That(_result.Run.Kind, Is.EqualTo("audit"));
        Assert.That(_result.Run.Source, Is.EqualTo("inventory"));
        Assert.That(_result.Run.Scopes, Is.EqualTo(new[] { "/subscriptions/" + InventoryRun.One, "/subscriptions/" + InventoryRun.Two }));
        Assert.That(_result.Audit.Subscriptions.Select(s => s.IsComplete), Is.All.True);
        Assert.That(_result.Audit.Controls, Has.Length.EqualTo(_result.Controls.Length));
        Assert.That(_result.Audit.Controls.Select(c => c.Evidence.Single()), Is.All.EqualTo("resources"));
        Assert.That(_result.Findings.Select(f => f.Source.File), Is.All.Empty, "the file is gone");
    });

    [TestCase("sql-server-auditing", ComplianceState.NotApplicable, TestName = "Types of which there is nothing are not applicable")]
    [TestCase("rbac-privileged-roles-time-bound", ComplianceState.Unknown, TestName = "Types that nothing lists are unknown")]
    public void Controls_without_resources(string control, ComplianceState expected) =>
        Assert.That(_result.Controls.Single(c => c.Id == control).State, Is.EqualTo(expected));

    [Test]
    public async Task A_child_type_that_is_refused_is_unknown_there_and_nothing_else()
    {
        await _run.Emulator.FaultsAsync("""{"match":{"path":"storageAccounts/good/blobServices\\?"},"do":{"forbidden":"Microsoft.Storage/storageAccounts/blobServices/read"}}""");
        var result = await _run.AuditAsync(All);
        Assert.Multiple(() =>
        {
            Assert.That(InventoryRun.StateOf(result, "storage-blob-versioning", Accounts + "good"), Is.EqualTo(ComplianceState.Unknown));
            Assert.That(InventoryRun.StateOf(result, "storage-blob-versioning", Accounts + "bad"), Is.EqualTo(ComplianceState.NonCompliant));
            Assert.That(InventoryRun.StateOf(result, "storage-https-only", Accounts + "good"), Is.EqualTo(ComplianceState.Compliant));
            Assert.That(InventoryRun.StateOf(result, "keyvault-diagnostic-settings", Vaults + "silent"), Is.EqualTo(ComplianceState.NonCompliant));
            Assert.That(result.Controls.Single(c => c.Id == "storage-container-immutability").State, Is.Not.EqualTo(ComplianceState.NotApplicable).And.Not.EqualTo(ComplianceState.Compliant), "what lies in them");
            Assert.That(result.Run.Complete, Is.False);
            var failure = result.Audit!.Failures.Single();
            Assert.That((failure.Part, failure.Scope, failure.Kind, failure.Status), Is.EqualTo(("resources", "/subscriptions/" + InventoryRun.One, "forbidden", 403)));
            Assert.That(failure.Action, Is.EqualTo("Microsoft.Storage/storageAccounts/blobServices/read"));
            Assert.That(result.Audit.Subscriptions.Select(s => s.IsComplete), Is.EqualTo(new[] { false, true }));
        });
    }

    [Test]
    public async Task A_table_that_cannot_be_queried_leaves_its_types_unknown()
    {
        await _run.Emulator.FaultsAsync("""{"match":{"method":"POST","body":"securityresources"},"do":{"status":400,"code":"BadRequest"}}""");
        var result = await _run.AuditAsync(All);
        Assert.Multiple(() =>
        {
            Assert.That(InventoryRun.StateOf(result, "vm-edr-solution-installed", Machines + "healthy"), Is.EqualTo(ComplianceState.Unknown));
            Assert.That(InventoryRun.StateOf(result, "defender-servers-enabled", "/subscriptions/" + InventoryRun.Two), Is.EqualTo(ComplianceState.Unknown));
            Assert.That(InventoryRun.StateOf(result, "storage-https-only", Accounts + "bad"), Is.EqualTo(ComplianceState.NonCompliant));
            Assert.That(result.Run.Complete, Is.False);
        });
    }

    [Test]
    public async Task Without_the_resources_nothing_is_compliant_or_absent()
    {
        await _run.Emulator.FaultsAsync("""{"match":{"method":"POST","body":"\"resources\\\\n|query\":\"resources"},"do":{"status":400,"code":"BadRequest"}}""");
        var result = await _run.AuditAsync(All);
        Assert.Multiple(() =>
        {
            Assert.That(result.Controls.Single(c => c.Id == "storage-https-only").State, Is.EqualTo(ComplianceState.Unknown));
            Assert.That(result.Controls.Single(c => c.Id == "sql-server-auditing").State, Is.EqualTo(ComplianceState.Unknown));
            Assert.That(result.Controls.Single(c => c.Id == "resource-required-tags").State, Is.Not.EqualTo(ComplianceState.Compliant).And.Not.EqualTo(ComplianceState.NotApplicable));
            Assert.That(result.Run.Complete, Is.False);
        });
    }

    [TestCase("/providers\\\\?", "keyvault-diagnostic-settings", Vaults + "silent", TestName = "Without API versions no child is known")]
    [TestCase("backupProtectedItems", "vm-backup-enabled", Machines + "unhealthy", TestName = "Without its vault nobody knows what is protected")]
    [TestCase("Microsoft.Authorization/locks", "resource-delete-lock", Accounts + "bad", TestName = "Without the locks of the subscription none is known")]
    public async Task What_was_not_read_is_unknown(string path, string control, string resource)
    {
        await _run.Emulator.FaultsAsync($$$"""{"match":{"path":"{{{path}}}"},"do":{"status":404,"code":"Refused"}}""");
        var result = await _run.AuditAsync(All);
        Assert.Multiple(() =>
        {
            Assert.That(InventoryRun.StateOf(result, control, resource), Is.EqualTo(ComplianceState.Unknown));
            Assert.That(InventoryRun.StateOf(result, "storage-https-only", Accounts + "bad"), Is.EqualTo(ComplianceState.NonCompliant));
            Assert.That(result.Audit!.Failures, Is.Not.Empty);
            Assert.That(result.Run.Complete, Is.False);
        });
    }

    [TestCase("FeatureNotSupportedForAccount", 400, TestName = "An account that cannot have such children")]
    [TestCase("ResourceNotFound", 404, TestName = "A parent that was deleted meanwhile")]
    public async Task Answers_that_say_that_there_is_none(string code, int status)
    {
        await _run.Emulator.FaultsAsync($$$"""{"match":{"path":"storageAccounts/good/blobServices\\?"},"do":{"status":{{{status}}},"code":"{{{code}}}"}}""");
        var result = await _run.AuditAsync(All);
        Assert.Multiple(() =>
        {
            Assert.That(InventoryRun.StateOf(result, "storage-blob-versioning", Accounts + "good"), Is.EqualTo(ComplianceState.NonCompliant));
            Assert.That(result.Run.Complete, Is.True);
        });
    }

    [Test]
    public async Task A_subscription_that_cannot_be_seen_makes_everything_unknown_but_violations()
    {
        var result = await _run.AuditAsync(All, [InventoryRun.One, InventoryRun.Two, InventoryRun.Hidden]);
        Assert.Multiple(() =>
        {
            Assert.That(result.Controls.Where(c => c.State == ComplianceState.Compliant).Select(c => c.Id), Is.EqualTo(new[] { "monitor-diagnostic-settings-deny-delete" }), "which nothing that exists violates");
            Assert.That(result.Controls.Single(c => c.Id == "sql-server-auditing").State, Is.EqualTo(ComplianceState.Unknown));
            Assert.That(result.Controls.Single(c => c.Id == "storage-https-only").State, Is.EqualTo(ComplianceState.NonCompliant));
            Assert.That(result.Audit!.Failures.Select(f => f.Scope).Distinct(), Is.EqualTo(new[] { "/subscriptions/" + InventoryRun.Hidden }));
            Assert.That(result.Audit.Controls.Single(c => c.Id == "storage-https-only").MissingIn, Is.EqualTo(new[] { InventoryRun.Hidden }));
            Assert.That(result.Run.Complete, Is.False);
        });
    }

    [Test]
    public async Task A_kept_inventory_gives_check_the_same_findings()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Root, "kept.jsonl");
        await _run.Emulator.FaultsAsync("""{"match":{"path":"storageAccounts/good/blobServices\\?"},"do":{"forbidden":"Microsoft.Storage/storageAccounts/blobServices/read"}}""");
        var audited = await _run.AuditAsync(All with { InventoryFile = path });
        var diagnostics = new DiagnosticBag();
        var check = await new CheckRunner(new LibraryFiles(Repository.Root), AliasTable.Load).RunAsync(
            new CheckOptions { Paths = [path], Guidelines = GuidelineNames.All, Now = new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero), Included = All.Included }, diagnostics, null, default);
        Assert.Multiple(() =>
        {
            Assert.That(diagnostics, Is.Empty);
            Assert.That(check!.Result.Findings.Select(Text), Is.EqualTo(audited.Findings.Select(Text)));
            Assert.That(check.Result.Controls, Is.EqualTo(audited.Controls));
            Assert.That(check.Result.Requirements.Select(r => (r.Id, r.State)), Is.EqualTo(audited.Requirements.Select(r => (r.Id, r.State))));
            Assert.That(check.Result.Run.Complete, Is.False);
            Assert.That(audited.Findings, Has.Length.GreaterThan(50));
            Assert.That(audited.Findings.Select(f => f.Source.Line), Is.All.GreaterThan(0));
            Assert.That(Directory.EnumerateFileSystemEntries(folder.Root), Is.EqualTo(new[] { path }));
            if (!OperatingSystem.IsWindows())
                Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        });

        static string Text(Finding finding) => $"{finding.Control} {finding.Resource.Id} {finding.State} {string.Join(';', finding.Verdict.Reasons)}";
    }

    [Test]
    public async Task Stopping_leaves_no_file()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        var path = Path.Combine(folder.Root, "kept.jsonl");
        await _run.Emulator.FaultsAsync("""{"match":{"path":"blobServices"},"do":{"delay":60000}}""");
        var running = _run.AuditAsync(All with { InventoryFile = path }, cancellationToken: stop.Token);
        while (!running.IsCompleted && !_run.Emulator.Log()["requests"]!.Any(r => ((string?)r["path"] ?? r.ToString()).Contains("blobServices", StringComparison.Ordinal)))
            await Task.Delay(50);
        await stop.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Root), Is.Empty);
    }

    [Test]
    public async Task A_folder_in_its_place_is_an_error()
    {
        using var folder = new TempFolder();
        var diagnostics = new DiagnosticBag();
        var result = await _run.AuditAsync(All with { InventoryFile = folder.Root }, diagnostics: diagnostics);
        Assert.Multiple(() =>
        {
            Assert.That(result, Is.Null);
            Assert.That(diagnostics.Select(d => d.Id), Is.EqualTo(new[] { "file-unwritable" }));
            Assert.That(Directory.EnumerateFileSystemEntries(folder.Root), Is.Empty);
        });
    }
}
