using System.Collections.Immutable;
using PolicyGen.Results;
using static PolicyGen.Results.AuditObservationKind;

namespace PolicyGen.Auditing.Judging;

/// <summary>What is amiss with attestations in Azure, and how they differ from the file of the user.</summary>
internal static class AttestationTruth
{
    public static IEnumerable<AuditObservation> Of(AuditedEstate estate, AuditAttestations attestations)
    {
        var now = estate.Criteria.Now;
        foreach (var group in attestations.Concerned.OrderBy(a => a.Id, StringComparer.Ordinal).GroupBy(a => a.Assignment, StringComparer.OrdinalIgnoreCase))
        {
            var assigned = estate.AssignmentOf(group.Key)!;
            var expired = Requirements(group.Where(a => a.ExpiresOn <= now));
            if (expired.Count > 0)
                yield return new AuditObservation(AttestationExpired, assigned.Id, assigned.Initiative?.Label, $"Attestations of {Words.Count(expired.Count, "requirement")} have expired and have no effect: {Words.Few(expired)}.", $"構成証明の期限が切れて効力がない項目が {expired.Count} 件ある: {Words.FewJa(expired)}。");
            var bare = Requirements(group.Where(a => !(a.ExpiresOn <= now) && Same(a.State, "Compliant") && a.Evidence.IsEmpty));
            if (bare.Count > 0)
                yield return new AuditObservation(AttestationWithoutEvidence, assigned.Id, assigned.Initiative?.Label, $"{Words.Count(bare.Count, "requirement")} attested as compliant without evidence: {Words.Few(bare)}.", $"証跡なしで準拠と証明された項目が {bare.Count} 件ある: {Words.FewJa(bare)}。");
        }

        if (!attestations.IsOpen && Unsupported(attestations) is { Count: > 0 } unsupported)
            yield return new AuditObservation(AttestationContradicts, "/", null, $"States of Azure Policy and the attestations in force say different things about {Words.Count(unsupported.Count, "requirement")}: {Words.Few(unsupported)}.", $"Azure Policy の状態と有効な構成証明が食い違う項目が {unsupported.Count} 件ある: {Words.FewJa(unsupported)}。");
        if (estate.Criteria.Attestations is not { } file)
            yield break;
        foreach (var difference in Differences(attestations, file))
            yield return difference;
    }

    // A manual policy may say Compliant by its default, which nobody attested; or it was not evaluated since.
    private static List<string> Unsupported(AuditAttestations attestations) => [.. attestations.WithStates
        .Where(r => attestations.Number(r, "Compliant") > 0 != attestations.InAzure(r).Contains(AttestationState.Compliant)
            || attestations.Number(r, "NonCompliant") > 0 != attestations.InAzure(r).Contains(AttestationState.NonCompliant))
        .Select(r => r.ToUpperInvariant()).Order(StringComparer.Ordinal)];

    private static IEnumerable<AuditObservation> Differences(AuditAttestations attestations, AttestationFile file)
    {
        List<string> contradicting = [], onlyFile = [], onlyAzure = [];
        var azure = attestations.Concerned.Select(a => AuditedInitiative.RequirementOf(a.Reference)!);
        foreach (var requirement in file.Attestations.Select(a => a.Requirement).Concat(azure).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            ImmutableArray<AttestationState> live = [.. attestations.InAzure(requirement)], own = [.. attestations.InFile(requirement).Select(a => a.State)];
            if (!live.IsEmpty && !own.IsEmpty && live.Max() != own.Max())
                contradicting.Add($"{requirement.ToUpperInvariant()} ({own.Max()}, Azure {live.Max()})");
            else if (live.IsEmpty && !own.IsEmpty && !attestations.IsOpen)
                onlyFile.Add(requirement.ToUpperInvariant());
            else if (!live.IsEmpty && own.IsEmpty)
                onlyAzure.Add(requirement.ToUpperInvariant());
        }

        if (contradicting.Count > 0)
            yield return new AuditObservation(AttestationContradicts, "/", null, $"File and Azure attest different things of {Words.Count(contradicting.Count, "requirement")}; the worse counts: {Words.Few(contradicting)}.", $"ファイルと Azure の構成証明が食い違う項目が {contradicting.Count} 件ある。悪い方を採る: {Words.FewJa(contradicting)}。");
        if (onlyFile.Count > 0)
            yield return new AuditObservation(AttestationDiffers, "/", null, $"{Words.Count(onlyFile.Count, "requirement")} attested in the file only: {Words.Few(onlyFile)}.", $"ファイルでのみ証明された項目が {onlyFile.Count} 件ある: {Words.FewJa(onlyFile)}。");
        if (onlyAzure.Count > 0)
            yield return new AuditObservation(AttestationDiffers, "/", null, $"{Words.Count(onlyAzure.Count, "requirement")} attested in Azure only: {Words.Few(onlyAzure)}.", $"Azure でのみ証明された項目が {onlyAzure.Count} 件ある: {Words.FewJa(onlyAzure)}。");
    }

    private static List<string> Requirements(IEnumerable<LiveAttestation> attestations) =>
        [.. attestations.Select(a => AuditedInitiative.RequirementOf(a.Reference)!.ToUpperInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
