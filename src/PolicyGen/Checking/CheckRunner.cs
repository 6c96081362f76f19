using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Checking;

/// <summary>
/// Judges templates and exports: loads policies and inputs, evaluates on all cores, puts the result together. Inputs are
/// read twice at most, once for what if-not-exists policies look for, once to judge, and never held as a whole.
/// </summary>
public sealed class CheckRunner(LibraryFiles files, Func<AliasTable> aliases)
{
    /// <summary>Runs a check.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="diagnostics">Takes everything that is wrong with the input; with an error there is no result.</param>
    /// <param name="progress">Told how far the run is; null for nobody.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The outcome, or null after an error.</returns>
    public async Task<CheckOutcome?> RunAsync(CheckOptions options, DiagnosticBag diagnostics, IProgress<CheckProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var started = options.Now ?? DateTimeOffset.UtcNow;
        var context = options.ContextFile is null ? CheckContext.Empty : CheckContextFile.Read(options.ContextFile, SourceLocation.Display(options.ContextFile), new SchemaValidator(files.Schemas), diagnostics);
        var tables = Task.Run(aliases, cancellationToken);
        var inputs = CheckInputs.LoadAsync(options, context ?? CheckContext.Empty, diagnostics, progress, cancellationToken);
        var loader = new LibraryLoader(files, diagnostics, validateSchemas: false);
        var chosen = options.Guidelines ?? (options.Policies.IsEmpty ? GuidelineNames.All : []);
        var library = loader.Load(chosen.IsEmpty ? GuidelineNames.All : chosen, cancellationToken);
        var planned = library is null ? null : CheckPolicies.Plan(files, library, chosen, await tables, options, diagnostics, cancellationToken);
        var loaded = await inputs;
        if (library is null || planned is null || context is null || loaded is null)
            return null;

        var (exemptions, attestations) = UserFiles.Load(options.ExemptionsFile, options.AttestationsFile, files, library, started, diagnostics);
        if (diagnostics.HasErrors)
            return null;

        var plan = (loaded.UsesPlaceholders ? planned.AnywhereInSubscriptions() : planned).Below(context.ManagementGroups);
        var builder = new ResultBuilder(plan.Policies.Select(p => p.Identity).Concat(plan.Missing.Select(m => m.Identity)), options.Included);
        var judge = new SourceJudge(plan, loaded.Sources, diagnostics, cancellationToken);
        var related = Related(judge, plan, loaded, context.ExistingIsComplete, diagnostics, out var inventory);
        judge.Judge(related, loaded.Environment(context, judge.Containers, started), exemptions, builder, count => progress?.Report(new CheckProgress("judging resources", count)));
        exemptions?.ReportUnused(diagnostics);

        var readAll = loaded.IsComplete && !diagnostics.HasErrors;
        var run = new RunInfo("check", CatalogueJson.Name(loaded.Kind), loaded.Scopes, started, options.Now ?? DateTimeOffset.UtcNow, readAll && plan.Missing.IsEmpty && inventory?.IsComplete != false,
            [.. plan.Warnings, .. loaded.Warnings, .. diagnostics.Select(d => d.ToString())]);
        var catalogue = chosen.IsEmpty ? RequirementCatalogue.Empty : RequirementCatalogue.Of(library, attestations);
        catalogue = catalogue.Chosen(options.Controls, options.Severity, plan.Policies.Select(p => p.Identity.Control));
        // Only the controls of policies that are not at hand hang on these; on what was not read hangs everything.
        var gaps = readAll ? new RunGaps { Controls = RunGaps.Ids(SourceJudge.Open(plan, inventory)) } : RunGaps.Everything;
        return new CheckOutcome(builder.Build(run, catalogue, gaps), library, loaded.FirstFile);
    }

    private static RelatedResources Related(SourceJudge judge, PolicyPlan plan, CheckInputs inputs, bool isComplete, DiagnosticBag diagnostics, out InventoryReads? inventory)
    {
        var related = new RelatedResources(plan.RelatedTypes) { IsComplete = isComplete, MayBeApart = inputs.MayBeApart() };
        // What is malformed is reported when it is judged; an export of what exists besides is read here only.
        judge.AddTo(related, new DiagnosticBag());
        // An inventory that is judged; that of what exists besides says nothing of what is judged.
        inventory = related.Reads;
        foreach (var id in inputs.Sources.OfType<TemplateSource>().SelectMany(s => s.Deleted))
            related.Delete(id);
        if (inputs.Existing is { } existing)
            judge.AddTo(related, existing, diagnostics);
        return related;
    }
}
