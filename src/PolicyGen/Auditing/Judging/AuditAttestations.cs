using System.Collections.Immutable;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>
/// What people attested in Azure and in the file of the user, together. Compliant holds only where every subscription of the
/// run has it from one of them; anything else that is attested anywhere in the run counts.
/// </summary>
internal sealed class AuditAttestations : IAttestations
{
    private readonly AuditedEstate _estate;
    private readonly ILookup<string, LiveAttestation> _live;
    private readonly Dictionary<string, StateTotals> _states;

    public AuditAttestations(AuditedEstate estate)
    {
        _estate = estate;
        Concerned = [.. estate.Reading.Attestations.Where(a => AuditedInitiative.RequirementOf(a.Reference) is not null && estate.AssignmentOf(a.Assignment) is not null)];
        _live = Concerned.Where(a => a.ExpiresOn is null || estate.Criteria.Now < a.ExpiresOn).ToLookup(a => AuditedInitiative.RequirementOf(a.Reference)!, StringComparer.OrdinalIgnoreCase);
        _states = StateTotals.By(estate.Reading.ByReference, s => AuditedInitiative.RequirementOf(s.Reference), s => (s.State, s.Resources, s.Oldest, s.Newest));
    }

    /// <summary>Attestations in Azure under assignments of the run, those that have expired too.</summary>
    public ImmutableArray<LiveAttestation> Concerned { get; }

    /// <summary>True when Azure's attestations were not all read.</summary>
    public bool IsOpen => _estate.Failures.Any(AuditPart.Attestations);

    /// <inheritdoc/>
    public AttestationState? StateOf(string requirement, ImmutableArray<string> scopes)
    {
        var known = InAzure(requirement).Concat(InFile(requirement).Select(a => a.State)).ToList();
        var worst = known.Count > 0 ? known.Max() : AttestationState.Compliant;
        if (Number(requirement, "NonCompliant") > 0)
            return AttestationState.NonCompliant;
        if (worst != AttestationState.Compliant)
            return worst;
        if (_estate.Subscriptions.Length > 0 && _estate.Subscriptions.All(s => IsCompliant(requirement, s)))
            return AttestationState.Compliant;
        if (!IsOpen)
            return null;
        // Attestations that could not be read show in the states of the manual policies all the same.
        return _estate.Subscriptions.Length > 0 && Number(requirement, "Compliant") >= _estate.Subscriptions.Length && _states[requirement].Total == Number(requirement, "Compliant") && !_estate.Subscriptions.Any(_estate.Coverage.IsHidden)
            ? AttestationState.Compliant
            : AttestationState.Unknown;
    }

    /// <summary>Number of subscriptions with an attestation in force in Azure.</summary>
    public int AttestedIn(string requirement) => _live[requirement].SelectMany(a => _estate.Subscriptions.Where(s => Covers(a.Scope, s) || AssignedInitiative.IsBelow(a.Scope, s)).Select(s => s.Id)).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    /// <summary>Attestations in force in Azure of a requirement.</summary>
    public IEnumerable<LiveAttestation> InForce(string requirement) => _live[requirement];

    /// <summary>States that are in force in Azure.</summary>
    public IEnumerable<AttestationState> InAzure(string requirement) => _live[requirement].Select(a => StateOf(a.State));

    /// <summary>Entries of the file in force that concern the run.</summary>
    public IEnumerable<Attestation> InFile(string requirement) => _estate.Criteria.Attestations?.InForce(requirement).Where(a => a.Scope is null || _estate.Subscriptions.Any(s => Covers(a.Scope, s) || AssignedInitiative.IsBelow(a.Scope, s))) ?? [];

    /// <summary>Number of states of the manual policy of a requirement.</summary>
    public long Number(string requirement, string word) => _states.GetValueOrDefault(requirement)?.States.Where(s => string.Equals(s.Key, word, StringComparison.OrdinalIgnoreCase)).Sum(s => s.Value) ?? 0;

    /// <summary>Requirements whose manual policy has states.</summary>
    public IEnumerable<string> WithStates => _states.Keys;

    private bool IsCompliant(string requirement, AuditSubscription subscription) =>
        _live[requirement].Any(a => StateOf(a.State) == AttestationState.Compliant && Covers(a.Scope, subscription))
        || InFile(requirement).Any(a => a.State == AttestationState.Compliant && (a.Scope is null || Covers(a.Scope, subscription)));

    // A file may name a management group, whose subscriptions their ids do not tell.
    private static bool Covers(string scope, AuditSubscription subscription) => AssignedInitiative.IsAbove(scope.TrimEnd('/'), subscription) || Exemption.Contains(scope, subscription.ResourceId);

    private static AttestationState StateOf(string word) => word.ToUpperInvariant() switch
    {
        "COMPLIANT" => AttestationState.Compliant,
        "NONCOMPLIANT" => AttestationState.NonCompliant,
        _ => AttestationState.Unknown,
    };
}
