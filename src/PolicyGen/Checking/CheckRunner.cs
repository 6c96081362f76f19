using System.Collections.Concurrent;
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
    private const int ProgressStep = 1000;

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
        var context = options.ContextFile is null ? CheckContext.Empty : CheckContextFile.Read(options.ContextFile, Display(options.ContextFile), new SchemaValidator(files.Schemas), diagnostics);
        var tables = Task.Run(aliases, cancellationToken);
        var inputs = CheckInputs.LoadAsync(options, context ?? CheckContext.Empty, diagnostics, progress, cancellationToken);
        var loader = new LibraryLoader(files, diagnostics, validateSchemas: false);
        var chosen = options.Guidelines ?? (options.Policies.IsEmpty ? GuidelineNames.All : []);
        var library = loader.Load(chosen.IsEmpty ? GuidelineNames.All : chosen, cancellationToken);
        var planned = library is null ? null : CheckPolicies.Plan(files, library, chosen, await tables, options, diagnostics, cancellationToken);
        var loaded = await inputs;
        if (library is null || planned is null || context is null || loaded is null)
            return null;

        var exemptions = options.ExemptionsFile is { } exempt ? ExemptionFile.Load(exempt, Display(exempt), new SchemaValidator(files.Schemas), started, diagnostics) : null;
        var attestations = options.AttestationsFile is { } attest ? AttestationFile.Load(attest, Display(attest), new SchemaValidator(files.Schemas), library, started, diagnostics) : null;
        if (diagnostics.HasErrors)
            return null;

        var plan = (loaded.UsesPlaceholders ? planned.AnywhereInSubscriptions() : planned).Below(context.ManagementGroups);
        var builder = new ResultBuilder(plan.Policies.Select(p => p.Identity).Concat(plan.Missing.Select(m => m.Identity)), options.Included);
        // Where the pieces of the inputs begin is found once, and read twice.
        List<ResourcePiece> pieces = [.. loaded.Sources.SelectMany(s => s.Read(diagnostics, cancellationToken))];
        var related = Related(plan, pieces, loaded, context.ExistingIsComplete, diagnostics, cancellationToken);
        Judge(plan, pieces, related, loaded.Environment(context, started), exemptions, builder, diagnostics, progress, cancellationToken);
        exemptions?.ReportUnused(diagnostics);

        var readAll = loaded.IsComplete && !diagnostics.HasErrors;
        var run = new RunInfo("check", CatalogueJson.Name(loaded.Kind), loaded.Scopes, started, options.Now ?? DateTimeOffset.UtcNow, readAll && plan.Missing.IsEmpty,
            [.. plan.Warnings, .. loaded.Warnings, .. diagnostics.Select(d => d.ToString())]);
        var catalogue = chosen.IsEmpty ? RequirementCatalogue.Empty : RequirementCatalogue.Of(library, attestations);
        if (!options.Controls.IsEmpty || options.Severity > Severity.Low)
            catalogue = catalogue.OnlyOf(plan.Policies.Select(p => p.Identity.Control));
        // Only the controls of policies that are not at hand hang on these; on what was not read hangs everything.
        var gaps = readAll ? new RunGaps { Controls = RunGaps.Ids(plan.Missing.Select(m => m.Identity.Control)) } : RunGaps.Everything;
        return new CheckOutcome(builder.Build(run, catalogue, gaps), library, loaded.FirstFile);
    }

    private static RelatedResources Related(PolicyPlan plan, IEnumerable<ResourcePiece> pieces, CheckInputs inputs, bool isComplete, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var related = new RelatedResources(plan.RelatedTypes) { IsComplete = isComplete, MayBeApart = inputs.MayBeApart() };
        // What is malformed is reported when it is judged; an export of what exists besides is read here only.
        Add(pieces, new DiagnosticBag());
        foreach (var id in inputs.Sources.OfType<TemplateSource>().SelectMany(s => s.Deleted))
            related.Delete(id);
        if (inputs.Existing is { } existing)
            Add(existing.Read(diagnostics, cancellationToken), diagnostics);
        return related;

        void Add(IEnumerable<ResourcePiece> from, DiagnosticBag bag)
        {
            foreach (var resource in from.AsParallel().AsOrdered().WithCancellation(cancellationToken).SelectMany(piece => piece.Parse(related.Wants, bag, plan.PropertiesOf)))
                related.Add(resource);
        }
    }

    private static void Judge(PolicyPlan plan, List<ResourcePiece> pieces, RelatedResources related, EvaluationEnvironment environment, ExemptionFile? exemptions,
        ResultBuilder builder, DiagnosticBag diagnostics, IProgress<CheckProgress>? progress, CancellationToken cancellationToken)
    {
        var done = 0;
        Parallel.ForEach(
            Partitioner.Create(pieces, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new Worker(plan, new PolicyEvaluator(environment, related), builder.NewShard(), exemptions),
            (piece, _, worker) =>
            {
                foreach (var resource in piece.Parse(null, diagnostics, plan.PropertiesOf))
                {
                    worker.Judge(resource);
                    if (Interlocked.Increment(ref done) is var count && count % ProgressStep == 0)
                        progress?.Report(new CheckProgress("judging resources", count));
                }

                return worker;
            },
            _ => { });
    }

    private static string Display(string path) => path.Replace('\\', '/');

    private sealed class Worker
    {
        private readonly PolicyPlan _plan;
        private readonly PolicyEvaluator _evaluator;
        private readonly ResultBuilder.Shard _shard;
        private readonly ExemptionFile? _exemptions;
        private readonly Action<PolicyIdentity, Verdict> _judged;
        private ArmResource? _resource;

        public Worker(PolicyPlan plan, PolicyEvaluator evaluator, ResultBuilder.Shard shard, ExemptionFile? exemptions)
        {
            _plan = plan;
            _evaluator = evaluator;
            _shard = shard;
            _exemptions = exemptions;
            _judged = Add;
        }

        public void Judge(ArmResource resource)
        {
            _resource = resource;
            _evaluator.Evaluate(resource, _plan.For(resource.Type), _judged);
        }

        private void Add(PolicyIdentity policy, Verdict verdict)
        {
            if (_exemptions is not null && verdict.State is not (ComplianceState.NotApplicable or ComplianceState.Compliant or ComplianceState.Exempt)
                && _exemptions.Find(policy.Control, policy.Definition, policy.Places.Select(p => p.ReferenceId).OfType<string>(), policy.Requirements, _resource!) is { } exemption)
            {
                verdict = verdict with { State = ComplianceState.Exempt, Exemption = exemption.Describe() };
            }

            _shard.Add(policy, _resource!, verdict);
        }
    }
}
