using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Arm;

namespace PolicyGen.Auditing.Reading;

/// <summary>
/// Finds out which subscriptions a run is about, and which of them can be read. Resource Graph leaves out what the caller may not read
/// without a word, so what it tells of is held against the hierarchy.
/// </summary>
internal sealed class EstateReader(IArmTransport transport, ResourceGraphClient graph, ReadingLog log)
{
    /// <summary>Reads it.</summary>
    /// <param name="options">The scopes.</param>
    /// <param name="refused">Told of a failure of Resource Graph: true when the run goes on without it. Null does without from the beginning.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task<(AuditEstate Estate, ImmutableArray<ResourceGraphScope> Graph)> ReadAsync(AuditOptions options, Func<ArmFailure, bool>? refused, CancellationToken cancellationToken)
    {
        var hierarchy = new HierarchyReader(transport, log);
        if (!options.Subscriptions.IsEmpty)
        {
            var named = await hierarchy.NamedAsync(options.Subscriptions, cancellationToken);
            var batches = ResourceGraphScope.Batches([.. named.Where(s => s.IsReadable).Select(s => s.Id)]);
            var known = await SeenAsync(batches, refused, cancellationToken);
            var merged = Merge(named, known);
            return (new AuditEstate(null, [.. named.Select(s => s.ResourceId)], merged), ResourceGraphScope.Batches(Readable(merged)));
        }

        var tenant = options.Tenant ? await hierarchy.TenantAsync(cancellationToken) : null;
        var group = options.Tenant ? tenant : options.ManagementGroup!;
        var below = group is null ? null : await hierarchy.BelowAsync(group, cancellationToken);
        var isWhole = below is { Length: <= ResourceGraphScope.ManagementGroupLimit };
        ImmutableArray<ResourceGraphScope> asked =
            isWhole ? [ResourceGraphScope.OfManagementGroup(group!) with { Scopes = ScopesOf(options) }]
            : below is { } many ? ResourceGraphScope.Batches([.. many.Select(s => s.Id)])
            : [ResourceGraphScope.Everything];
        var seen = await SeenAsync(asked, refused, cancellationToken);
        if (isWhole && seen is { } some)
        {
            // A query about the whole stops at a number of subscriptions. Azure says so, or they are seen when they are named: then all are named.
            var more = await BeyondAsync(below!.Value, some, refused, cancellationToken);
            if (graph.IsLimited || !more.IsEmpty)
            {
                (isWhole, seen) = (false, [.. some, .. more]);
                log.Note("Resource Graph does not cover all subscriptions at once: they were asked for in batches.");
            }
        }
        else if (below is null && graph.IsLimited)
        {
            log.Fail(AuditPart.Hierarchy, "subscriptions", "/", new ArmFailure(ArmFailureKind.TooLarge, 0, "",
                "Resource Graph names the first subscriptions only, and without the hierarchy nobody knows the others.", HierarchyReader.SubscriptionAction, "/", 1, null));
        }

        seen ??= await hierarchy.VisibleAsync(cancellationToken);
        // Where the hierarchy cannot be read, the run goes on with what can be seen; that it is not all is among the failures.
        var subscriptions = below is { } all
            ? Merge(all, seen)
            : [.. (seen ?? []).Where(s => options.Tenant || s.ManagementGroups.Contains(group!, StringComparer.OrdinalIgnoreCase))];
        return (new AuditEstate(tenant, ScopesOf(options), subscriptions), isWhole ? asked : ResourceGraphScope.Batches(Readable(subscriptions)));
    }

    /// <summary>What was asked for, as resource ids.</summary>
    public static ImmutableArray<string> ScopesOf(AuditOptions options) =>
        options.Tenant ? ["/"]
        : options.ManagementGroup is { } group ? [ResourceGraphScope.ManagementGroupId(group)]
        : [.. options.Subscriptions.Select(s => "/subscriptions/" + s.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // Subscriptions of the hierarchy that a query about the whole did not tell of, but one that names them does.
    private async Task<ImmutableArray<AuditSubscription>> BeyondAsync(ImmutableArray<AuditSubscription> below, ImmutableArray<AuditSubscription> seen, Func<ArmFailure, bool>? refused, CancellationToken cancellationToken)
    {
        var known = seen.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string> missing = [.. below.Select(s => s.Id).Where(id => !known.Contains(id))];
        return missing.IsEmpty ? [] : await SeenAsync(ResourceGraphScope.Batches(missing), refused, cancellationToken) ?? [];
    }

    // Subscriptions that Resource Graph tells of; null when it was not asked or failed.
    private async Task<ImmutableArray<AuditSubscription>?> SeenAsync(ImmutableArray<ResourceGraphScope> scopes, Func<ArmFailure, bool>? refused, CancellationToken cancellationToken)
    {
        if (refused is null)
            return null;
        var query = ResourceGraphQueries.SubscriptionList();
        var seen = new Dictionary<string, AuditSubscription>(StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            log.Report(query.Name, scope.Scopes[0], seen.Count, null);
            var failure = await Attempt.RunAsync(async () =>
            {
                foreach (var subscription in await graph.ReadAllAsync(query, scope, aboveToo: false, Of, cancellationToken))
                    seen[subscription.Id] = subscription;
            }, ResourceGraphClient.Action, scope.Scopes[0], cancellationToken);
            if (failure is null)
                continue;
            if (!refused(failure))
            {
                foreach (var id in scope.Scopes)
                    log.Fail(AuditPart.Hierarchy, query.Name, id, failure);
            }

            return null;
        }

        return [.. seen.Values.OrderBy(s => s.Id, StringComparer.Ordinal)];
    }

    private ImmutableArray<AuditSubscription> Merge(ImmutableArray<AuditSubscription> expected, ImmutableArray<AuditSubscription>? seen)
    {
        if (seen is not { } known)
            return expected;
        var byId = known.ToDictionary(s => s.Id, StringComparer.Ordinal);
        return
        [
            .. expected.Select(e =>
            {
                if (byId.TryGetValue(e.Id, out var found))
                    return found with { Name = found.Name.Length > 0 ? found.Name : e.Name, ManagementGroups = found.ManagementGroups.IsEmpty ? e.ManagementGroups : found.ManagementGroups };
                if (e.IsReadable)
                {
                    log.Fail(AuditPart.Hierarchy, "subscriptions", e.ResourceId, new ArmFailure(ArmFailureKind.Forbidden, 0, "",
                        "The subscription is there, but nothing of it can be seen: the role of the caller does not reach it.", HierarchyReader.SubscriptionAction, e.ResourceId, 1, null));
                }

                return e with { IsReadable = false };
            }),
        ];
    }

    private static IReadOnlyCollection<string> Readable(ImmutableArray<AuditSubscription> subscriptions) => [.. subscriptions.Where(s => s.IsReadable).Select(s => s.Id)];

    private static AuditSubscription Of(JObject row) => new(row.Required("subscription").ToLowerInvariant(), row.Text("name"), row.Text("state"), [.. row.Objects("chain").Select(c => c.OptionalText("name")).OfType<string>()], true);
}
