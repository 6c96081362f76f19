using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PolicyGen.Evaluation;
using PolicyGen.Resources;

namespace PolicyGen.Results;

/// <summary>
/// Collects the verdicts of a run. Each worker adds to a <see cref="Shard"/> of its own; <see cref="Build"/> puts them
/// together in an order that does not depend on who did what.
/// </summary>
public sealed class ResultBuilder
{
    private readonly ImmutableArray<PolicyIdentity> _policies;
    private readonly bool[] _included = new bool[VerdictTally.States];
    private readonly List<Shard> _shards = [];
    private readonly Lock _lock = new();
    private Shard? _own;

    /// <summary>Prepares a run.</summary>
    /// <param name="policies">The policies that are evaluated: their controls appear even where they meet no resource.</param>
    /// <param name="included">States that become findings; <see cref="DefaultStates"/> when null.</param>
    public ResultBuilder(IEnumerable<PolicyIdentity> policies, IEnumerable<ComplianceState>? included = null)
    {
        ArgumentNullException.ThrowIfNull(policies);
        _policies = [.. policies];
        foreach (var state in included ?? DefaultStates)
            _included[(int)state] = true;
    }

    /// <summary>States that are findings unless told otherwise: not compliant, unknown, exempt and error.</summary>
    public static ImmutableArray<ComplianceState> DefaultStates { get; } =
        [ComplianceState.NonCompliant, ComplianceState.Unknown, ComplianceState.Exempt, ComplianceState.Error];

    /// <summary>A part of the collection for one worker. Safe to call on any thread.</summary>
    public Shard NewShard()
    {
        var shard = new Shard(_included);
        lock (_lock)
            _shards.Add(shard);
        return shard;
    }

    /// <summary>Adds a verdict where there is one worker only; see <see cref="Shard.Add"/>.</summary>
    public void Add(PolicyIdentity policy, ArmResource resource, Verdict verdict) => (_own ??= NewShard()).Add(policy, resource, verdict);

    /// <summary>Puts everything together; the workers have stopped.</summary>
    /// <param name="run">About the run.</param>
    /// <param name="catalogue">The requirements to answer for.</param>
    /// <param name="gaps">
    /// What could not be looked at. When null, nothing is missing from a complete run, and everything depends on what is
    /// missing from an incomplete one.
    /// </param>
    public RunResult Build(RunInfo run, RequirementCatalogue catalogue, RunGaps? gaps = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(catalogue);
        gaps ??= run.Complete ? RunGaps.None : RunGaps.Everything;
        var policies = _policies.Concat(_shards.SelectMany(s => s.Tallies.Policies)).ToList();
        var controls = Controls(policies, gaps);
        var findings = _shards.SelectMany(s => s.Findings).ToArray();
        Array.Sort(findings, (a, b) => ResultOrder.Compare(a.Resource, a.Policy, a.State, b.Resource, b.Policy, b.State));
        var changes = _shards.SelectMany(s => s.Changes).ToArray();
        Array.Sort(changes, (a, b) => ResultOrder.Compare(a.Resource, a.Policy, default, b.Resource, b.Policy, default));
        return new RunResult(
            run,
            new RequirementRollUp(controls, gaps, run.Scopes).Run(catalogue, policies),
            [.. controls.Values.OrderBy(c => c.Id, StringComparer.Ordinal)],
            ImmutableCollectionsMarshal.AsImmutableArray(findings),
            ImmutableCollectionsMarshal.AsImmutableArray(changes),
            _shards.Sum(s => s.Evaluated),
            _shards.Sum(s => s.NonCompliant));
    }

    private Dictionary<string, ControlResult> Controls(List<PolicyIdentity> policies, RunGaps gaps)
    {
        var controls = new Dictionary<string, ControlResult>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in policies.Select(p => p.Control).Order(StringComparer.Ordinal).GroupBy(c => c, StringComparer.OrdinalIgnoreCase))
        {
            var counts = new int[VerdictTally.States];
            foreach (var shard in _shards)
                shard.Tallies.AddTo(counts, group.Key);
            var state = RollUp.Of(Enum.GetValues<ComplianceState>().Where(s => counts[(int)s] > 0));
            controls.Add(group.Key, new ControlResult(
                group.Key,
                gaps.Touches(group.Key) ? RollUp.WithoutData(state) : state,
                counts[(int)ComplianceState.Compliant],
                counts[(int)ComplianceState.NonCompliant],
                counts[(int)ComplianceState.Unknown],
                counts[(int)ComplianceState.Exempt],
                counts[(int)ComplianceState.NotApplicable],
                counts[(int)ComplianceState.Error]));
        }

        return controls;
    }

    /// <summary>What one worker adds. Used by one thread at a time.</summary>
    public sealed class Shard
    {
        private readonly bool[] _included;
        private ArmResource? _resource;
        private FindingResource? _shown;
        private bool _judged;
        private bool _violated;

        internal Shard(bool[] included) => _included = included;

        internal VerdictTally Tallies { get; } = new();

        internal List<Finding> Findings { get; } = [];

        internal List<ResourceChange> Changes { get; } = [];

        internal int Evaluated { get; private set; }

        internal int NonCompliant { get; private set; }

        /// <summary>
        /// Adds a verdict. All verdicts about a resource are added to the same shard, one after another. A control that
        /// several policies share counts a resource once, with its worst state.
        /// </summary>
        public void Add(PolicyIdentity policy, ArmResource resource, Verdict verdict)
        {
            ArgumentNullException.ThrowIfNull(resource);
            ArgumentNullException.ThrowIfNull(verdict);
            if (!ReferenceEquals(resource, _resource))
                Begin(resource);
            Tallies.Count(policy, verdict.State);
            if (!_judged && verdict.State != ComplianceState.NotApplicable)
            {
                _judged = true;
                Evaluated++;
            }

            if (!_violated && verdict.State >= ComplianceState.NonCompliant)
            {
                _violated = true;
                NonCompliant++;
            }

            if (_included[(int)verdict.State])
                Findings.Add(new Finding(policy, Shown(resource), DetachedVerdict.Of(verdict), resource.Source));
            if (!verdict.Changes.IsEmpty)
                Changes.Add(new ResourceChange(policy, Shown(resource), DetachedVerdict.Of(verdict.Changes), resource.Source));
        }

        private void Begin(ArmResource resource)
        {
            _resource = resource;
            _shown = null;
            _judged = false;
            _violated = false;
            Tallies.NextResource();
        }

        private FindingResource Shown(ArmResource resource) => _shown ??= new FindingResource(resource.Id, resource.Type, resource.FullName, resource.Location);
    }
}
