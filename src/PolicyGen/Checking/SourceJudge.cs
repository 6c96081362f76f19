using System.Collections.Concurrent;
using System.Collections.Frozen;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Policies;
using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Checking;

/// <summary>
/// Judges the resources of some sources on all cores. They are read twice, once for what if-not-exists policies look for,
/// once to judge, and never held as a whole.
/// </summary>
internal sealed class SourceJudge
{
    private const int ProgressStep = 1000;

    private readonly PolicyPlan _plan;
    private readonly List<ResourcePiece> _pieces;
    private readonly DiagnosticBag _diagnostics;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Finds where the pieces of the sources begin, once for both readings.</summary>
    public SourceJudge(PolicyPlan plan, IEnumerable<IResourceSource> sources, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        _plan = plan;
        _diagnostics = diagnostics;
        _cancellationToken = cancellationToken;
        _pieces = [.. sources.SelectMany(s => s.Read(diagnostics, cancellationToken))];
    }

    /// <summary>Subscriptions and resource groups that were met so far.</summary>
    public KnownContainers Containers { get; } = new();

    /// <summary>Adds what policies look for.</summary>
    public void AddTo(RelatedResources related, DiagnosticBag diagnostics) => Add(related, _pieces, diagnostics);

    /// <summary>Adds what policies look for of what exists besides, and is not judged.</summary>
    public void AddTo(RelatedResources related, IResourceSource existing, DiagnosticBag diagnostics) => Add(related, existing.Read(diagnostics, _cancellationToken), diagnostics);

    /// <summary>Judges.</summary>
    /// <param name="related">Where if-not-exists policies look.</param>
    /// <param name="environment">What policies can know beside the resources.</param>
    /// <param name="exemptions">Exemptions; null for none.</param>
    /// <param name="builder">Takes the verdicts.</param>
    /// <param name="progress">Told now and then how many resources were met.</param>
    public void Judge(RelatedResources related, EvaluationEnvironment environment, ExemptionFile? exemptions, ResultBuilder builder, Action<int> progress)
    {
        var done = 0;
        Parallel.ForEach(
            Partitioner.Create(_pieces, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { CancellationToken = _cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new Worker(_plan, new PolicyEvaluator(environment, related), builder.NewShard(), exemptions),
            (piece, _, worker) =>
            {
                foreach (var resource in piece.Parse(null, _diagnostics, PropertiesOf))
                {
                    if (InventoryReads.Is(resource.Type))
                        continue;
                    worker.Judge(resource);
                    if (Interlocked.Increment(ref done) is var count && count % ProgressStep == 0)
                        progress(count);
                }

                return worker;
            },
            _ => { });
    }

    /// <summary>
    /// Controls whose states hang on what is not at hand: policies without a definition, and policies that judge a type of
    /// which an inventory read not everything, or nothing. A denyAction forbids a request; no resource violates it.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="reads">What the inventory read; null when there is none.</param>
    public static IEnumerable<string> Open(PolicyPlan plan, InventoryReads? reads) =>
        plan.Missing.Select(m => m.Identity.Control).Concat(reads is null ? [] : plan.Policies
            .Where(p => p.Variants.Select(v => v.Policy).Prepend(p.Policy).Any(c => c.Effect is not (PolicyEffect.DenyAction or PolicyEffect.Disabled) && !IsWhole(c.Types, reads)))
            .Select(p => p.Identity.Control));

    private static bool IsWhole(ResourceTypeSet types, InventoryReads reads) => types.IsAny ? reads.IsWhole(InventoryReads.EveryType) : types.Types.All(reads.IsWhole);

    private void Add(RelatedResources related, IEnumerable<ResourcePiece> pieces, DiagnosticBag diagnostics)
    {
        foreach (var resource in pieces.AsParallel().AsOrdered().WithCancellation(_cancellationToken)
            .SelectMany(piece => piece.Parse(type => related.Wants(type) || KnownContainers.Wants(type), diagnostics, PropertiesOf)))
        {
            Containers.Add(resource);
            related.Add(resource);
        }
    }

    private FrozenSet<string>? PropertiesOf(string type) => InventoryReads.Is(type) ? null : _plan.PropertiesOf(type);

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
