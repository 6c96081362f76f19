using PolicyGen.Results;
using static PolicyGen.Results.AuditObservationKind;

namespace PolicyGen.Auditing.Judging;

/// <summary>What is amiss with exemptions in Azure, and how they differ from the file of the user.</summary>
internal static class ExemptionTruth
{
    public static IEnumerable<AuditObservation> Of(AuditedEstate estate)
    {
        var now = estate.Criteria.Now;
        var live = estate.Reading.Exemptions.Where(e => estate.AssignmentOf(e.Assignment) is not null).OrderBy(e => e.Id, StringComparer.Ordinal).ToList();
        foreach (var group in live.GroupBy(e => e.Assignment, StringComparer.OrdinalIgnoreCase))
        {
            var assigned = estate.AssignmentOf(group.Key)!;
            var inForce = group.Where(e => IsInForce(e, now)).ToList();
            (AuditObservationKind Kind, List<LiveExemption> Concerned, string En, string Ja)[] all =
            [
                (ExemptionExpired, [.. group.Where(e => !IsInForce(e, now))], "expired, without effect", "期限切れで効力がない適用除外"),
                (ExemptionWithoutExpiry, [.. inForce.Where(e => e.ExpiresOn is null)], "without expiry", "期限のない適用除外"),
                (ExemptionWithoutOwner, [.. inForce.Where(e => string.IsNullOrWhiteSpace(e.Owner))], "that nobody answers for (no metadata.owner)", "責任者のいない適用除外 (metadata.owner なし)"),
            ];
            foreach (var (kind, concerned, en, ja) in all.Where(a => a.Concerned.Count > 0))
            {
                List<string> names = [.. concerned.Select(e => Policies.ResourceIds.LastSegment(e.Id))];
                yield return new AuditObservation(kind, assigned.Id, assigned.Initiative?.Label, $"{Words.Count(concerned.Count, "exemption")} {en}: {Words.Few(names)}.", $"{ja}が {concerned.Count} 件ある: {Words.FewJa(names)}。");
            }
        }

        if (estate.Criteria.Exemptions is not { } file)
            yield break;
        foreach (var difference in Differences(estate, file, [.. live.Where(e => IsInForce(e, now))]))
            yield return difference;
    }

    private static IEnumerable<AuditObservation> Differences(AuditedEstate estate, ExemptionFile file, List<LiveExemption> live)
    {
        var entries = file.InForce.Select(e => (Entry: e, Controls: ControlsOf(estate, e))).ToList();
        var matched = new HashSet<LiveExemption>(ReferenceEqualityComparer.Instance);
        List<string> onlyFile = [], other = [];
        foreach (var (entry, controls) in entries)
        {
            var same = live.Where(e => SameScope(entry, e) && SameControls(estate, controls, e)).ToList();
            matched.UnionWith(same);
            // What is not in Azure because the file names kinds of resources rather than a scope cannot be compared.
            if (same.Count == 0 && entry.Scope is not null && !entry.Scope.EndsWith('*'))
                onlyFile.Add(NameOf(entry));
            other.AddRange(same.Where(e => e.ExpiresOn != entry.ExpiresOn).Select(e => $"{NameOf(entry)} ({IsoTime.Write(entry.ExpiresOn)}, Azure {(e.ExpiresOn is { } end ? IsoTime.Write(end) : "-")})"));
        }

        // Without having read Azure's, nobody can say that one is not there.
        if (onlyFile.Count > 0 && !estate.Failures.Any(AuditPart.Exemptions))
            yield return Difference(onlyFile, "in the file only", "ファイルにだけある適用除外");
        List<string> onlyAzure = [.. live.Where(e => !matched.Contains(e)).Select(e => Policies.ResourceIds.LastSegment(e.Id))];
        if (onlyAzure.Count > 0)
            yield return Difference(onlyAzure, "in Azure only", "Azure にだけある適用除外");
        if (other.Count > 0)
            yield return Difference(other, "with another expiry in Azure", "Azure と期限が異なる適用除外");
    }

    private static AuditObservation Difference(List<string> names, string en, string ja) =>
        new(ExemptionDiffers, "/", null, $"{Words.Count(names.Count, "exemption")} {en}: {Words.Few(names)}.", $"{ja}が {names.Count} 件ある: {Words.FewJa(names)}。");

    private static bool IsInForce(LiveExemption exemption, DateTimeOffset now) => exemption.ExpiresOn is null || now < exemption.ExpiresOn;

    private static string NameOf(Exemption exemption) => exemption.Id ?? $"{exemption.Owner}: {string.Join(", ", [.. exemption.Controls, .. exemption.Requirements, .. exemption.ReferenceIds, .. exemption.Definitions])}";

    private static bool SameScope(Exemption entry, LiveExemption live) => entry.Scope is null || Exemption.Contains(entry.Scope, live.Scope) || Exemption.Contains(live.Scope, entry.Scope.TrimEnd('*'));

    private static bool SameControls(AuditedEstate estate, HashSet<string> controls, LiveExemption live) =>
        live.References.IsEmpty || live.References.Any(r => AuditedInitiative.ControlOf(r, estate.Criteria.Library) is { } control && controls.Contains(control));

    // What the entry is about, whatever it names.
    private static HashSet<string> ControlsOf(AuditedEstate estate, Exemption entry)
    {
        var controls = entry.Controls.ToHashSet(StringComparer.OrdinalIgnoreCase);
        controls.UnionWith(entry.ReferenceIds.Select(r => AuditedInitiative.ControlOf(r, estate.Criteria.Library)).OfType<string>());
        controls.UnionWith(estate.Criteria.Library.Requirements.Where(r => entry.Requirements.Contains(r.Id, StringComparer.OrdinalIgnoreCase)).SelectMany(r => r.Controls.Direct));
        controls.UnionWith(estate.Criteria.Library.Controls.Values
            .Where(c => entry.Definitions.Contains(c.DefinitionName, StringComparer.OrdinalIgnoreCase) || c.BuiltIns.Any(b => entry.Definitions.Contains(b.Id, StringComparer.OrdinalIgnoreCase)))
            .Select(c => c.Id));
        return controls;
    }
}
