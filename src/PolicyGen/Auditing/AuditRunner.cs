using System.Collections.Immutable;
using System.Diagnostics;
using PolicyGen.Arm;
using PolicyGen.Auditing.Inventory;
using PolicyGen.Auditing.Judging;
using PolicyGen.Auditing.Reading;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Results;

namespace PolicyGen.Auditing;

/// <summary>
/// Audits subscriptions, a management group or a tenant: reads what Azure Policy found, or resources as they are, and judges it.
/// Whatever Azure refuses is part of the result; only bad input gives none.
/// </summary>
/// <param name="files">The library.</param>
/// <param name="aliases">Aliases of Azure; asked for by an inventory only.</param>
public sealed class AuditRunner(LibraryFiles files, Func<AliasTable> aliases)
{
    /// <summary>Runs an audit over a connection of its own.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="connection">How to reach Azure Resource Manager.</param>
    /// <param name="diagnostics">Takes everything that is wrong with the input; with an error there is no result.</param>
    /// <param name="progress">Told how far the run is; null for nobody.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The outcome, or null after an error in the input; never for a failure of Azure.</returns>
    public async Task<AuditOutcome?> RunAsync(AuditOptions options, ArmOptions connection, DiagnosticBag diagnostics, IProgress<AuditProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (connection.Validate() is { } wrong)
        {
            diagnostics.Error("audit-connection", wrong, SourceLocation.None);
            return null;
        }

        using var transport = ArmConnection.Open(connection);
        return await RunAsync(options, transport, diagnostics, progress, cancellationToken);
    }

    /// <summary>Runs an audit.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="transport">Where to read.</param>
    /// <param name="diagnostics">Takes everything that is wrong with the input; with an error there is no result.</param>
    /// <param name="progress">Told how far the run is; null for nobody.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The outcome, or null after an error in the input; never for a failure of Azure.</returns>
    public async Task<AuditOutcome?> RunAsync(AuditOptions options, IArmTransport transport, DiagnosticBag diagnostics, IProgress<AuditProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var clock = Stopwatch.StartNew();
        var started = options.Now ?? DateTimeOffset.UtcNow;
        AuditChecks.Check(options, started, diagnostics);
        var chosen = options.Guidelines ?? (options.Initiatives.IsEmpty ? GuidelineNames.All : []);
        var library = new LibraryLoader(files, diagnostics, validateSchemas: false).Load(chosen.IsEmpty ? GuidelineNames.All : chosen, cancellationToken);
        if (library is null || diagnostics.HasErrors)
            return null;
        AuditChecks.CheckControls(options, library, diagnostics);
        if (diagnostics.HasErrors)
            return null;

        return options.Source == AuditSource.Inventory
            ? await InventoryAsync(options, library, transport, Figures, diagnostics, progress, cancellationToken)
            : await PolicyAsync(options, chosen, library, started, transport, Figures, diagnostics, progress, cancellationToken);

        AuditFigures Figures() => new(transport.Figures.Requests, transport.Figures.Retries, transport.Figures.Rows, transport.Figures.Bytes,
            clock.ElapsedMilliseconds, (long)transport.Figures.Waited.TotalMilliseconds, PeakMemory());
    }

    private async Task<AuditOutcome?> PolicyAsync(AuditOptions options, ImmutableArray<GuidelineId> chosen, Library library, DateTimeOffset started, IArmTransport transport, Func<AuditFigures> figures,
        DiagnosticBag diagnostics, IProgress<AuditProgress>? progress, CancellationToken cancellationToken)
    {
        var rendered = chosen.IsEmpty ? RenderedInitiatives.None : RenderedInitiatives.Load(files, chosen, diagnostics);
        var (exemptions, attestations) = UserFiles.Load(options.ExemptionsFile, options.AttestationsFile, files, library, started, diagnostics);
        if (rendered is null || diagnostics.HasErrors)
            return null;

        var reading = await new AuditReader(transport, options, started, progress).ReadAsync(SecurityControls.Keys(library), cancellationToken);
        progress?.Report(new AuditProgress("judging", "", 0, null));
        var criteria = new AuditCriteria
        {
            Library = library,
            Rendered = rendered,
            Now = started,
            FinishedAt = options.Now ?? DateTimeOffset.UtcNow,
            Exemptions = exemptions,
            Attestations = attestations,
            Controls = options.Controls,
            Severity = options.Severity,
            Included = options.Included,
            Since = options.Since,
            Warnings = [.. diagnostics.Select(d => d.ToString())],
        };
        var result = AuditJudge.Judge(reading, criteria, figures());
        // The numbers are those at the end: judging takes time and memory, too.
        return new AuditOutcome(result.Audit is { } report ? result with { Audit = report with { Figures = figures() } } : result, library);
    }

    private async Task<AuditOutcome?> InventoryAsync(AuditOptions options, Library library, IArmTransport transport, Func<AuditFigures> figures,
        DiagnosticBag diagnostics, IProgress<AuditProgress>? progress, CancellationToken cancellationToken)
    {
        var tables = aliases();
        var (estate, failures) = await AuditReader.EstateAsync(transport, options, progress, cancellationToken);
        var result = await new InventoryRunner(files, library, tables).RunAsync(options, transport, estate, failures, figures, diagnostics, progress, cancellationToken);
        return result is null ? null : new AuditOutcome(result, library);
    }

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
