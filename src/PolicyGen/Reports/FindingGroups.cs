using PolicyGen.Evaluation;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>Findings under a heading.</summary>
/// <param name="Key">Requirement id, control id, subscription id or resource id; empty for findings of no requirement or subscription.</param>
/// <param name="Findings">Findings, the worst first.</param>
public sealed record FindingGroup(string Key, IReadOnlyList<Finding> Findings);

/// <summary>Findings in the order in which people read them. Each appears once.</summary>
public static class FindingGroups
{
    /// <summary>Under the first requirement, by ordinal order, that each violates; the groups with the worst finding first.</summary>
    public static IReadOnlyList<FindingGroup> ByRequirement(IEnumerable<Finding> findings) =>
        Group(findings, f => f.Policy.Requirements.IsEmpty ? "" : f.Policy.Requirements[0]);

    /// <summary>Under its resource; the groups with the worst finding first.</summary>
    public static IReadOnlyList<FindingGroup> ByResource(IEnumerable<Finding> findings) => Group(findings, f => f.Resource.Id);

    /// <summary>Under its control; the groups with the worst finding first.</summary>
    public static IReadOnlyList<FindingGroup> ByControl(IEnumerable<Finding> findings) => Group(findings, f => f.Control);

    /// <summary>Under the subscription that its resource lies in, a GUID as a rule; the groups with the worst finding first.</summary>
    public static IReadOnlyList<FindingGroup> BySubscription(IEnumerable<Finding> findings) => Group(findings, f => SubscriptionOf(f.Resource.Id));

    /// <summary>The subscription of a resource id; empty where it lies in none.</summary>
    public static string SubscriptionOf(string resourceId)
    {
        ArgumentNullException.ThrowIfNull(resourceId);
        const string Prefix = "/subscriptions/";
        if (!resourceId.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return "";
        var end = resourceId.IndexOf('/', Prefix.Length);
        return end < 0 ? resourceId[Prefix.Length..] : resourceId[Prefix.Length..end];
    }

    /// <summary>Worst state first, then severity; what a baseline has comes last. The order of the result otherwise.</summary>
    public static IOrderedEnumerable<Finding> WorstFirst(IEnumerable<Finding> findings) =>
        findings.OrderBy(f => f.InBaseline).ThenByDescending(f => Rank(f.State)).ThenByDescending(f => f.Severity);

    // A violation and a failing rule weigh the same; an exemption more than what is fine.
    private static int Rank(ComplianceState state) => state switch
    {
        ComplianceState.NonCompliant or ComplianceState.Error => 4,
        ComplianceState.Unknown => 3,
        ComplianceState.Exempt => 2,
        ComplianceState.Compliant => 1,
        _ => 0,
    };

    private static IReadOnlyList<FindingGroup> Group(IEnumerable<Finding> findings, Func<Finding, string> key)
    {
        // Sorted as a whole, groups come out in the order of their worst finding; then by key where that is equal.
        var groups = WorstFirst(findings).GroupBy(key, StringComparer.OrdinalIgnoreCase).Select(g => new FindingGroup(g.Key, [.. g]));
        return [.. groups.OrderBy(g => g.Findings[0].InBaseline).ThenByDescending(g => Rank(g.Findings[0].State)).ThenByDescending(g => g.Findings[0].Severity).ThenBy(g => g.Key.Length == 0).ThenBy(g => g.Key, StringComparer.Ordinal)];
    }
}
