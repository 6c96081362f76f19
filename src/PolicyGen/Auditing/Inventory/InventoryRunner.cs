using System.Collections.Immutable;
using PolicyGen.Arm;
using PolicyGen.Auditing.Reading;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Checking;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Inventory;

/// <summary>
/// The audit that needs no assignment: reads resources as they are and has our engine judge them, as <c>check</c> judges an
/// export. What could not be read is unknown.
/// </summary>
/// <param name="files">The library.</param>
/// <param name="library">Its catalogue.</param>
/// <param name="aliases">Aliases of Azure.</param>
public sealed class InventoryRunner(LibraryFiles files, Library library, AliasTable aliases)
{
    private const string TemporaryName = "inventory.jsonl";

    /// <summary>Runs the audit.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="transport">Where to read.</param>
    /// <param name="estate">The subscriptions.</param>
    /// <param name="failures">What could not be read before: of the hierarchy.</param>
    /// <param name="figures">Numbers of the run, asked for when it is over.</param>
    /// <param name="diagnostics">Takes what is wrong with the input; with an error there is no result.</param>
    /// <param name="progress">Told how far the run is; null for nobody.</param>
    /// <param name="cancellationToken">Stops the run; nothing of it is left then.</param>
    /// <returns>The result, or null after an error.</returns>
    public async Task<RunResult?> RunAsync(AuditOptions options, IArmTransport transport, AuditEstate estate, ImmutableArray<AuditFailure> failures,
        Func<AuditFigures> figures, DiagnosticBag diagnostics, IProgress<AuditProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var started = options.Now ?? DateTimeOffset.UtcNow;
        var check = new CheckOptions { Paths = [], Controls = options.Controls, Severity = options.Severity };
        var plan = CheckPolicies.Plan(files, library, options.Guidelines ?? GuidelineNames.All, aliases, check, diagnostics, cancellationToken);
        var (exemptions, attestations) = UserFiles.Load(options.ExemptionsFile, options.AttestationsFile, files, library, started, diagnostics);
        if (plan is null || diagnostics.HasErrors)
            return null;

        var log = new ReadingLog(progress);
        var inventory = InventoryPlan.Of(plan, InventoryTypes.Load());
        InventoryFile file;
        string path;
        try
        {
            file = new InventoryFile(options.InventoryFile);
            path = await ReadAsync(file, new InventoryReader(transport, estate, inventory, log), cancellationToken);
        }
        catch (InventoryFileException e)
        {
            diagnostics.Error("file-unwritable", $"The inventory cannot be written: {e.Message}", options.InventoryFile is { } target ? new SourceLocation(SourceLocation.Display(target)) : SourceLocation.None);
            return null;
        }

        using var whole = file;
        var source = new ExportSource(path, options.InventoryFile is { } kept ? SourceLocation.Display(kept) : TemporaryName);
        var judge = new SourceJudge(plan, [source], diagnostics, cancellationToken);
        var related = new RelatedResources(plan.RelatedTypes);
        judge.AddTo(related, new DiagnosticBag());
        var builder = new ResultBuilder(plan.Policies.Select(p => p.Identity).Concat(plan.Missing.Select(m => m.Identity)), options.Included);
        var environment = new EvaluationEnvironment { Now = started, Containers = judge.Containers };
        judge.Judge(related, environment, exemptions, builder, count => log.Report("judging resources", "", count, null));
        exemptions?.ReportUnused(diagnostics);

        var reads = related.Reads ?? new InventoryReads();
        ImmutableArray<AuditFailure> all = [.. failures, .. log.Failures];
        var gaps = all.Any(f => f.Reads == AuditPart.Hierarchy && IsWide(f.Scope)) || diagnostics.HasErrors || !source.IsComplete
            ? RunGaps.Everything
            : new RunGaps { Controls = RunGaps.Ids(SourceJudge.Open(plan, reads)) };
        var complete = all.IsEmpty && reads.IsComplete && !gaps.All && plan.Missing.IsEmpty && estate.Subscriptions.All(s => s.IsReadable);
        var run = new RunInfo("audit", "inventory", estate.Scopes, started, options.Now ?? DateTimeOffset.UtcNow, complete,
            [.. plan.Warnings, .. Warnings(inventory, all), .. diagnostics.Select(d => d.ToString())]);
        var catalogue = RequirementCatalogue.Of(library, attestations).Chosen(options.Controls, options.Severity, plan.Policies.Select(p => p.Identity.Control));
        var result = builder.Build(run, catalogue, gaps);
        var report = new InventoryReport(estate, plan, reads, all, attestations).Of(result, figures());
        return result with
        {
            Audit = report,
            // A file that is gone is no place to look.
            Findings = options.InventoryFile is null ? [.. result.Findings.Select(f => f with { Source = SourceLocation.None })] : result.Findings,
        };
    }

    // Nothing is left of a run that was stopped or failed.
    private static async Task<string> ReadAsync(InventoryFile file, InventoryReader reader, CancellationToken cancellationToken)
    {
        try
        {
            await reader.ReadAsync(file, cancellationToken);
            return file.Complete();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool IsWide(string scope) => ArmResourceId.Parse(scope).SubscriptionId is null;

    private static IEnumerable<string> Warnings(InventoryPlan inventory, ImmutableArray<AuditFailure> failures)
    {
        if (inventory.Unread.Count > 0)
            yield return $"Nothing lists these types, and what hangs on them is unknown: {string.Join(", ", inventory.Unread)}.";
        foreach (var line in AuditGaps.Warnings(AuditGaps.Of(failures)))
            yield return line;
    }
}
