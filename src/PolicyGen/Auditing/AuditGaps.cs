using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Results;

namespace PolicyGen.Auditing;

/// <summary>What could not be read, as results tell it.</summary>
internal static class AuditGaps
{
    // A failure on each of ten thousand subscriptions is one matter: the member "audit" lists them all.
    private const int MaxWarnings = 50;

    /// <summary>All of them, in a fixed order.</summary>
    public static ImmutableArray<AuditGap> Of(IEnumerable<AuditFailure> failures) =>
        [.. failures.Select(Of).OrderBy(g => g.Part, StringComparer.Ordinal).ThenBy(g => g.Scope, StringComparer.Ordinal)];

    /// <summary>A line for each, as far as anybody reads them.</summary>
    public static IEnumerable<string> Warnings(ImmutableArray<AuditGap> gaps) => Cut([.. gaps.Select(g => g.Summary)], "failures");

    /// <summary>The first of some lines, and where the others are.</summary>
    public static IEnumerable<string> Cut(IReadOnlyCollection<string> lines, string member)
    {
        foreach (var line in lines.Take(MaxWarnings))
            yield return line;
        if (lines.Count > MaxWarnings)
            yield return $"{lines.Count - MaxWarnings} more {member} are in the result (audit.{member}).";
    }

    private static AuditGap Of(AuditFailure failure) => new(
        CatalogueJson.Name(failure.Reads),
        failure.Scope,
        CatalogueJson.Name(failure.Failure.Kind),
        failure.Failure.Status,
        failure.Failure.Code,
        failure.Failure.Action,
        failure.Failure.Message,
        failure.Failure.Attempts,
        failure.Failure.RequestId);
}
