using System.Collections.Immutable;

namespace PolicyGen.Auditing.Reading;

/// <summary>What one query is asked about.</summary>
/// <param name="Subscriptions">Ids of subscriptions; empty where a management group is asked.</param>
/// <param name="ManagementGroups">Names of management groups.</param>
/// <param name="Scopes">Resource ids of what depends on the answer.</param>
internal sealed record ResourceGraphScope(ImmutableArray<string> Subscriptions, ImmutableArray<string> ManagementGroups, ImmutableArray<string> Scopes)
{
    /// <summary>Most subscriptions named in one query (azure-docs, resource-graph/concepts/guidance-for-throttled-requests.md advises batches of some hundred).</summary>
    public const int BatchSize = 300;

    /// <summary>
    /// Most subscriptions that a query about a management group covers (azure-docs, resource-graph/concepts/query-language.md, "Query
    /// scope": the first 5,000). The answer says nothing of those beyond, so that they are asked in batches instead.
    /// </summary>
    public const int ManagementGroupLimit = 5000;

    /// <summary>The management group of a run as one scope.</summary>
    public static ResourceGraphScope OfManagementGroup(string name) => new([], [name], [ManagementGroupId(name)]);

    /// <summary>Everything that the caller can see.</summary>
    public static ResourceGraphScope Everything { get; } = new([], [], ["/"]);

    /// <summary>
    /// Subscriptions in batches. Where one batch holds all of the run, that is what a failure of it is about; otherwise each
    /// subscription.
    /// </summary>
    public static ImmutableArray<ResourceGraphScope> Batches(IReadOnlyCollection<string> subscriptions) =>
        [.. subscriptions.Chunk(BatchSize).Select(ids => new ResourceGraphScope([.. ids], [], subscriptions.Count <= BatchSize && ids.Length > 1 ? ["/"] : [.. ids.Select(id => "/subscriptions/" + id)]))];

    public static string ManagementGroupId(string name) => "/providers/Microsoft.Management/managementGroups/" + name;
}
