using PolicyGen.Catalogue;
using PolicyGen.Policies;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>Compares the initiatives and definitions in Azure with the repository's.</summary>
internal static class VersionTruth
{
    public static IEnumerable<AuditObservation> Of(AuditedEstate estate)
    {
        foreach (var initiative in estate.Initiatives.Where(i => i is { Live: not null, Rendered: not null }))
        {
            if (Version(initiative) is { } version)
                yield return version;
            if (References(initiative) is { } references)
                yield return references;
        }

        foreach (var pinned in estate.Assigned.Where(a => a is { Initiative.Rendered: not null, Assignment.DefinitionVersion: not null }))
        {
            var expected = AssignmentTruth.VersionOf(pinned.Initiative!.Rendered);
            var pin = pinned.Assignment.DefinitionVersion!.Value;
            if (expected is not null && !Fits(pin, expected))
                yield return new AuditObservation(AuditObservationKind.VersionDiffers, pinned.Id, pinned.Initiative.Label, $"The assignment is bound to version {pin}; the repository has {expected}.", $"割り当てが版 {pin} に固定されている。リポジトリの版は {expected}。");
        }

        if (Definitions(estate) is { } definitions)
            yield return definitions;
    }

    private static AuditObservation? Version(AuditedInitiative initiative)
    {
        var (live, expected) = (AssignmentTruth.VersionOf(initiative.Live), AssignmentTruth.VersionOf(initiative.Rendered));
        return live == expected ? null : new AuditObservation(AuditObservationKind.VersionDiffers, initiative.Id, initiative.Label,
            $"The initiative has version {live ?? "none"}; the repository has {expected ?? "none"}.", $"イニシアチブの版は {live ?? "なし"}。リポジトリの版は {expected ?? "なし"}。");
    }

    private static AuditObservation? References(AuditedInitiative initiative)
    {
        var expected = initiative.Expected.Values.ToList();
        var missing = expected.Where(r => !initiative.LiveReferences.ContainsKey(r.Id)).Select(r => r.Id).Order(StringComparer.Ordinal).ToList();
        var others = expected.Where(r => initiative.LiveReferences.TryGetValue(r.Id, out var live) && !string.Equals(live.Definition, r.Definition, StringComparison.OrdinalIgnoreCase))
            .Select(r => r.Id).Order(StringComparer.Ordinal).ToList();
        var groups = Groups(initiative.LiveReferences.Values);
        var ungrouped = Groups(expected).Except(groups, Pairs).Select(g => $"{g.Key} ({g.Group})").Order(StringComparer.Ordinal).ToList();
        List<string> en = [], ja = [];
        Tell(missing, "reference missing", "references missing", "欠けている参照");
        Tell(others, "reference leads to another definition", "references lead to other definitions", "別の定義を指す参照");
        Tell(ungrouped, "group missing", "groups missing", "欠けているグループ");
        return en.Count == 0 ? null : new AuditObservation(AuditObservationKind.ReferenceMissing, initiative.Id, initiative.Label, $"Compared with the repository: {string.Join("; ", en)}.", $"リポジトリとの差: {string.Join("、", ja)}。");

        void Tell(List<string> items, string one, string many, string japanese)
        {
            if (items.Count == 0)
                return;
            en.Add($"{items.Count} {(items.Count == 1 ? one : many)} ({Words.Few(items)})");
            ja.Add($"{japanese} {items.Count} 件 ({Words.FewJa(items)})");
        }
    }

    private static AuditObservation? Definitions(AuditedEstate estate)
    {
        var expected = estate.Criteria.Library.Vocabulary.Version;
        var differing = estate.Reading.Definitions
            .Where(d => d.Name.StartsWith(Control.DefinitionNamePrefix, StringComparison.OrdinalIgnoreCase) && estate.Criteria.Library.Controls.ContainsKey(d.Name[Control.DefinitionNamePrefix.Length..].ToLowerInvariant()) && d.Version != expected)
            .OrderBy(d => d.Id, StringComparer.Ordinal).ToList();
        if (differing.Count == 0)
            return null;
        List<string> names = [.. differing.Select(d => $"{d.Name} {d.Version ?? "-"}")];
        return new AuditObservation(AuditObservationKind.VersionDiffers, differing[0].Id, null,
            $"{Words.Count(differing.Count, "definition")} of another version than the repository's {expected}: {Words.Few(names)}.", $"リポジトリの版 {expected} と異なる定義が {differing.Count} 件ある: {Words.FewJa(names)}。");
    }

    private static readonly IEqualityComparer<(string Key, string Group)> Pairs = EqualityComparer<(string Key, string Group)>.Create(
        (a, b) => string.Equals(a.Key, b.Key, StringComparison.OrdinalIgnoreCase) && string.Equals(a.Group, b.Group, StringComparison.OrdinalIgnoreCase),
        p => HashCode.Combine(p.Key.GetHashCode(StringComparison.OrdinalIgnoreCase), p.Group.GetHashCode(StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<(string Key, string Group)> Groups(IEnumerable<AuditedReference> references) =>
        references.SelectMany(r => r.Groups.Select(g => (r.Control ?? r.Id, g)));

    // 1.*.* takes any version of that major, as Azure does.
    private static bool Fits(string pin, string version)
    {
        var (wanted, parts) = (PolicyVersions.Core(pin).Split('.'), PolicyVersions.Core(version).Split('.'));
        return wanted.Length <= parts.Length && wanted.Zip(parts).All(p => p.First == "*" || p.First == p.Second);
    }
}
