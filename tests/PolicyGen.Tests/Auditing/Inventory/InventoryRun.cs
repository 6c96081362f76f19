using Azure.Core;
using NUnit.Framework;
using PolicyGen.Arm;
using PolicyGen.Auditing;
using PolicyGen.Auditing.Inventory;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing.Inventory;

/// <summary>Audits by inventory against an emulator with the estate of these specs.</summary>
internal sealed class InventoryRun : IDisposable
{
    public const string One = "00000000-0000-0000-0000-000000000001";
    public const string Two = "00000000-0000-0000-0000-000000000002";
    public const string Hidden = "00000000-0000-0000-0000-000000000003";
    public const string Group = "/subscriptions/" + One + "/resourceGroups/rg";

    private static readonly DateTimeOffset Now = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);

    public ArmEmulatorProcess Emulator { get; } = ArmEmulatorProcess.Start("--estate", Path.Combine(Repository.Root, "tests/PolicyGen.Tests/Auditing/Inventory/Estates/inventory.json"));

    /// <summary>Runs an audit of subscriptions; without diagnostics it must report none.</summary>
    public async Task<RunResult> AuditAsync(AuditOptions? options = null, string[]? subscriptions = null, DiagnosticBag? diagnostics = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? new AuditOptions()) with { Now = Now, Source = AuditSource.Inventory };
        var files = new LibraryFiles(Repository.Root);
        var mayReport = diagnostics is not null;
        diagnostics ??= [];
        var library = new LibraryLoader(files, diagnostics, validateSchemas: false).Load(GuidelineNames.All)!;
        var estate = new AuditEstate(null, [.. (subscriptions ?? [One, Two]).Select(s => "/subscriptions/" + s)], [.. (subscriptions ?? [One, Two]).Select(s => new AuditSubscription(s, s[^1..], "Enabled", [], true))]);
        using var connection = ArmConnection.Open(new ArmOptions { Endpoint = Emulator.Endpoint, Timeout = TimeSpan.FromMinutes(5) }, new Credential(Emulator), Emulator.Handler(), TimeProvider.System);
        var result = await new InventoryRunner(files, library, AliasTable.Load()).RunAsync(options, connection, estate, [],
            () => new AuditFigures(connection.Figures.Requests, connection.Figures.Retries, connection.Figures.Rows, connection.Figures.Bytes, 0, 0, 0), diagnostics, null, cancellationToken);
        Assert.That(mayReport || !diagnostics.Any(), Is.True, string.Join('\n', diagnostics));
        return result!;
    }

    /// <summary>The state of a resource under a control: that of its finding, or compliant when all states are shown.</summary>
    public static ComplianceState? StateOf(RunResult result, string control, string resource) =>
        result.Findings.FirstOrDefault(f => f.Control == control && f.Resource.Id.Equals(resource, StringComparison.OrdinalIgnoreCase))?.State;

    public void Dispose() => Emulator.Dispose();

    private sealed class Credential(ArmEmulatorProcess emulator) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(emulator.Token(), DateTimeOffset.UtcNow.AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
