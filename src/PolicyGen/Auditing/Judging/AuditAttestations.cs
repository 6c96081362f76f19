using System.Collections.Immutable;
using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>
/// What people attested in Azure and in the file of the user, together. Compliant holds only where every subscription of the
/// run has it from one of them; anything else that is attested anywhere in the run counts.
/// </summary>
internal sealed class AuditAttestations : IAttestations
{
    private readonly AuditedEstate _estate;
    private readonly Dictionary<string, InAzureState> _live = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, StateTotals> _states;
    private readonly HashSet<string> _attestable;
    private readonly Dictionary<string, AttestationState?> _known = new(StringComparer.OrdinalIgnoreCase);

    public AuditAttestations(AuditedEstate estate)
    {
        _estate = estate;
        Concerned = [.. estate.Reading.Attestations.Where(a => AuditedInitiative.RequirementOf(a.Reference) is not null && estate.AssignmentOf(a.Assignment) is not null)];
        foreach (var attestation in Concerned.Where(a => a.ExpiresOn is null || estate.Criteria.Now < a.ExpiresOn))
            Add(attestation);
        _states = StateTotals.By(estate.Reading.ByReference, s => AuditedInitiative.RequirementOf(s.Reference), s => (s.State, s.Resources, s.Oldest, s.Newest));
        _attestable = estate.Initiatives.SelectMany(i => i.Expected.Keys.Concat(i.LiveReferences.Keys)).Select(AuditedInitiative.RequirementOf).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Attestations in Azure under assignments of the run, those that have expired too.</summary>
    public ImmutableArray<LiveAttestation> Concerned { get; }

    /// <summary>True when Azure's attestations were not all read.</summary>
    public bool IsOpen => _estate.Failures.Any(AuditPart.Attestations);

    /// <summary>Requirements whose manual policy has states.</summary>
    public IEnumerable<string> WithStates => _states.Keys;

    /// <inheritdoc/>
    public AttestationState? StateOf(string requirement, ImmutableArray<string> scopes)
    {
        if (!_known.TryGetValue(requirement, out var state))
            _known[requirement] = state = Find(requirement);
        return state;
    }

    /// <summary>Number of subscriptions with an attestation in force in Azure.</summary>
    public int AttestedIn(string requirement) => _live.GetValueOrDefault(requirement)?.Subscriptions.Count ?? 0;

    /// <summary>States that are in force in Azure.</summary>
    public IReadOnlySet<AttestationState> InAzure(string requirement) => _live.GetValueOrDefault(requirement)?.States ?? [];

    /// <summary>Entries of the file in force that concern the run.</summary>
    public IEnumerable<Attestation> InFile(string requirement) =>
        _estate.Criteria.Attestations?.InForce(requirement).Where(a => a.Scope is null || _estate.Subscriptions.Any(s => Covers(a.Scope, s) || AssignedInitiative.IsBelow(a.Scope, s))) ?? [];

    /// <summary>Number of states of the manual policy of a requirement.</summary>
    public long Number(string requirement, string word) => _states.GetValueOrDefault(requirement)?.States.Where(s => string.Equals(s.Key, word, StringComparison.OrdinalIgnoreCase)).Sum(s => s.Value) ?? 0;

    private AttestationState? Find(string requirement)
    {
        var file = InFile(requirement).ToList();
        var known = InAzure(requirement).Concat(file.Select(a => a.State)).ToList();
        var worst = known.Count > 0 ? known.Max() : AttestationState.Compliant;
        if (Number(requirement, "NonCompliant") > 0)
            return AttestationState.NonCompliant;
        if (worst != AttestationState.Compliant)
            return worst;
        var live = _live.GetValueOrDefault(requirement)?.Compliant;
        if (_estate.Subscriptions.Length > 0 && _estate.Subscriptions.All(s => live?.Contains(s.Id) == true || file.Exists(a => a.Scope is null || Covers(a.Scope, s))))
            return AttestationState.Compliant;
        // Where the initiatives ask nobody, nobody can have answered.
        if (!IsOpen || !_attestable.Contains(requirement))
            return null;
        // Attestations that could not be read show in the states of the manual policies all the same.
        var compliant = Number(requirement, "Compliant");
        return compliant > 0 && compliant >= _estate.Subscriptions.Length && _states[requirement].Total == compliant && !_estate.Subscriptions.Any(_estate.Coverage.IsHidden)
            ? AttestationState.Compliant
            : AttestationState.Unknown;
    }

    private void Add(LiveAttestation attestation)
    {
        if (ArmResourceId.Parse(attestation.Scope).SubscriptionId is not { } id || _estate.SubscriptionOf(id) is not { } subscription)
            return;
        var requirement = AuditedInitiative.RequirementOf(attestation.Reference)!;
        if (!_live.TryGetValue(requirement, out var live))
            _live[requirement] = live = new InAzureState();
        var state = StateOf(attestation.State);
        live.States.Add(state);
        live.Subscriptions.Add(subscription.Id);
        if (state == AttestationState.Compliant && AssignedInitiative.IsAbove(attestation.Scope.TrimEnd('/'), subscription))
            live.Compliant.Add(subscription.Id);
    }

    // A file may name a management group, whose subscriptions their ids do not tell.
    private static bool Covers(string scope, AuditSubscription subscription) => AssignedInitiative.IsAbove(scope.TrimEnd('/'), subscription) || Exemption.Contains(scope, subscription.ResourceId);

    private static AttestationState StateOf(string word) => word.ToUpperInvariant() switch
    {
        "COMPLIANT" => AttestationState.Compliant,
        "NONCOMPLIANT" => AttestationState.NonCompliant,
        _ => AttestationState.Unknown,
    };

    private sealed class InAzureState
    {
        public HashSet<AttestationState> States { get; } = [];

        public HashSet<string> Subscriptions { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Compliant { get; } = new(StringComparer.OrdinalIgnoreCase);
    }
}
