using System.Collections.Immutable;
using PolicyGen.Diagnostics;

namespace PolicyGen.Results;

/// <summary>What a person says of a requirement (MicrosoftDocs/azure-docs, governance/policy/concepts/attestation-structure.md).</summary>
public enum AttestationState
{
    /// <summary>It is met.</summary>
    Compliant,

    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>It is not met.</summary>
    NonCompliant,
}

/// <summary>What an attestation rests on.</summary>
/// <param name="Description">What it is.</param>
/// <param name="Uri">Where it is.</param>
public sealed record AttestationEvidence(string Description, string Uri);

/// <summary>One entry of an attestations file.</summary>
/// <param name="Requirement">Requirement id.</param>
/// <param name="State">State.</param>
/// <param name="Owner">Who attests it.</param>
/// <param name="AssessmentDate">When it was assessed.</param>
/// <param name="ExpiresOn">The instant from which it has no effect.</param>
/// <param name="Comments">Comments; null for none.</param>
/// <param name="Evidence">Evidence.</param>
/// <param name="Scope">Resource id of what it is about, with everything below; null for the whole run.</param>
/// <param name="Location">Where it is written.</param>
public sealed record Attestation(
    string Requirement,
    AttestationState State,
    string Owner,
    DateTimeOffset AssessmentDate,
    DateTimeOffset ExpiresOn,
    string? Comments,
    ImmutableArray<AttestationEvidence> Evidence,
    string? Scope,
    SourceLocation Location);
