using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>Why requirements have the states that they have, in words that reports translate.</summary>
public static class RequirementNotes
{
    /// <summary>No violation found, but the part that no policy sees is not attested.</summary>
    public const string NoViolationAttestationMissing = "noViolationAttestationMissing";

    /// <summary>Somebody has to attest it, and nobody has for every subscription.</summary>
    public const string AttestationMissing = "attestationMissing";

    /// <summary>It is attested as not met.</summary>
    public const string AttestedNonCompliant = "attestedNonCompliant";

    /// <summary>Attestations could not be read.</summary>
    public const string AttestationsUnreadable = "attestationsUnreadable";

    /// <summary>A control is not assigned, not evaluated or not read somewhere in the run.</summary>
    public const string NotJudgedEverywhere = "notJudgedEverywhere";

    internal static AuditedRequirement Of(RequirementResult requirement, AuditedEstate estate, AuditAttestations attestations)
    {
        var attested = attestations.StateOf(requirement.Id, estate.Reading.Estate.Scopes);
        var note = requirement.State switch
        {
            RequirementState.Partial => NoViolationAttestationMissing,
            RequirementState.Manual or RequirementState.Platform => AttestationMissing,
            RequirementState.NonCompliant when attested == AttestationState.NonCompliant => AttestedNonCompliant,
            RequirementState.Unknown when attested == AttestationState.Unknown && attestations.IsOpen => AttestationsUnreadable,
            RequirementState.Unknown when attested != AttestationState.Unknown => NotJudgedEverywhere,
            _ => null,
        };
        return new AuditedRequirement(requirement.Id, attested?.ToString(), attestations.AttestedIn(requirement.Id), note);
    }
}
