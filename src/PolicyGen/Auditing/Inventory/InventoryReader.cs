using System.Collections.Frozen;
using System.Collections.Immutable;
using PolicyGen.Arm;
using PolicyGen.Auditing.Reading;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Resources;

namespace PolicyGen.Auditing.Inventory;

/// <summary>
/// Reads resources into an export: what Resource Graph lists, what subscriptions list, then children and extensions by parent.
/// At most a page is in memory.
/// </summary>
internal sealed class InventoryReader(IArmTransport transport, AuditEstate estate, InventoryPlan plan, ReadingLog log)
{
    private const string SubscriptionType = "Microsoft.Resources/subscriptions";
    private const string ResourcesAction = "Microsoft.Resources/subscriptions/resources/read";

    // Versions come from the first subscription that tells them.
    private const int MostSubscriptionsAsked = 5;

    private readonly InventoryLog _types = new(log);
    private readonly ImmutableArray<AuditSubscription> _readable = [.. estate.Subscriptions.Where(s => s.IsReadable)];

    /// <summary>Reads everything.</summary>
    /// <param name="file">Takes it.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task ReadAsync(InventoryFile file, CancellationToken cancellationToken)
    {
        var tables = plan.Tables.ToList();
        var lists = plan.Lists.Select(t => new ChildRead(t, [], true, null, [])).ToList();
        var rows = new InventoryRows(tables.SelectMany(t => t.Types));
        foreach (var table in tables)
        {
            foreach (var type in table.Types)
                _types.Begin(type, table.Names);
        }

        if (plan.IsEverything)
            _types.Begin(InventoryReads.EveryType);
        file.Begin();
        var queries = tables.Select(t => (Query: InventoryQueries.OfTypes(t), t.Types)).ToList();
        if (plan.IsEverything)
        {
            var listed = tables.Where(t => t.Table == "resources").SelectMany(t => t.Types).ToImmutableArray();
            queries.Add((InventoryQueries.Others(listed, plan.NeedsProperties), [InventoryReads.EveryType]));
        }

        await Task.WhenAll(queries.Select(q => QueryAsync(q.Query, q.Types, rows, file, cancellationToken)));

        var children = plan.Children.ToList();
        if (await VersionsAsync(children.SelectMany(g => g).Select(c => c.Type).Concat(plan.Lists).Append(InventoryPlan.Vaults), cancellationToken) is { } versions)
        {
            await ListAsync(lists, versions, file, cancellationToken);
            if (plan.ReadsProtectedItems)
                await ProtectedItemsAsync(versions, file, cancellationToken);
            foreach (var level in children)
            {
                file.Begin();
                await new ChildReader(transport, versions, file, _types, log).ReadAsync([.. level], cancellationToken);
            }
        }
        else
        {
            foreach (var type in children.SelectMany(g => g).Select(c => c.Type).Concat(plan.Lists).Concat(plan.ReadsProtectedItems ? [InventoryPlan.ProtectedItems] : []))
            {
                _types.Begin(type);
                _types.Miss(type, "/");
            }
        }

        file.Begin();
        MissSubscriptions(file, cancellationToken);
        foreach (var element in _types.Elements())
            file.Add(element);
    }

    private async Task QueryAsync(ResourceGraphQuery query, ImmutableArray<string> types, InventoryRows rows, InventoryFile file, CancellationToken cancellationToken)
    {
        var client = new ResourceGraphClient(transport);
        var done = 0L;
        foreach (var batch in ResourceGraphScope.Batches([.. _readable.Select(s => s.Id)]))
        {
            log.Report(query.Name, "", done, null);
            var failure = await Attempt.RunAsync(
                () => client.ReadAsync(query, batch, aboveToo: false, rows.OfGraph, page =>
                {
                    file.Add(page);
                    log.Report(query.Name, "", done += page.Count, null);
                }, cancellationToken), ResourceGraphClient.Action, batch.Scopes[0], cancellationToken);
            if (failure is null)
                continue;
            foreach (var scope in batch.Scopes)
                _types.Fail(types, scope, failure);
        }
    }

    private async Task<ApiVersions?> VersionsAsync(IEnumerable<string> types, CancellationToken cancellationToken)
    {
        var namespaces = types.Select(t => t[..t.IndexOf('/', StringComparison.Ordinal)]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        ArmFailure? failure = null;
        foreach (var subscription in _readable.Take(MostSubscriptionsAsked))
        {
            ApiVersions? versions = null;
            log.Report("resource providers", subscription.Name, 0, null);
            failure = await Attempt.RunAsync(async () => versions = await ApiVersions.ReadAsync(transport, subscription, namespaces, cancellationToken), ApiVersions.Action, subscription.ResourceId, cancellationToken);
            if (versions is not null)
                return versions;
        }

        if (failure is not null)
            log.Fail(AuditPart.Resources, "resource providers", "/", failure);
        return null;
    }

    // What a subscription lists with all that lies below.
    private async Task ListAsync(List<ChildRead> lists, ApiVersions versions, InventoryFile file, CancellationToken cancellationToken)
    {
        foreach (var list in lists)
            _types.Begin(list.Type);
        await EachSubscriptionAsync(lists, async (subscription, list, stop) =>
        {
            var action = list.Type + "/read";
            var failure = versions.Of(list.Type) is not { } version
                ? new ArmFailure(ArmFailureKind.NotFound, 0, "", $"No API version of {list.Type} is known.", action, subscription.ResourceId, 0, null)
                : await Attempt.RunAsync(async () =>
                {
                    var request = new ArmRequest(HttpMethod.Get, $"{subscription.ResourceId}{list.Segment}?api-version={version}", null, action, subscription.ResourceId);
                    await foreach (var line in ArmPages.ReadAllAsync(transport, request, row => InventoryRows.OfChild(row, subscription.ResourceId, list), stop))
                        file.Add([line]);
                }, action, subscription.ResourceId, stop);
            // The subscription does not use the resource provider: there is nothing.
            if (failure is not null && failure.Code != "MissingSubscriptionRegistration")
                _types.Fail([list.Type], subscription.ResourceId, failure);
        }, cancellationToken);
    }

    // A vault protects what lies in its own subscription.
    private async Task ProtectedItemsAsync(ApiVersions versions, InventoryFile file, CancellationToken cancellationToken)
    {
        _types.Begin(InventoryPlan.ProtectedItems);
        var bag = new DiagnosticBag();
        file.Begin();
        var vaults = file.Parts.SelectMany(p => p.Read(bag, cancellationToken))
            .SelectMany(p => p.Parse(t => t.Equals(InventoryPlan.Vaults, StringComparison.OrdinalIgnoreCase), bag, _ => FrozenSet<string>.Empty));
        const string Action = InventoryPlan.Vaults + "/backupProtectedItems/read";
        await Parallel.ForEachAsync(vaults.Select(v => v.Id), cancellationToken, async (vault, stop) =>
        {
            var failure = versions.Of(InventoryPlan.Vaults + "/backupProtectedItems") is not { } version
                ? new ArmFailure(ArmFailureKind.NotFound, 0, "", $"No API version of {InventoryPlan.ProtectedItems} is known.", Action, vault, 0, null)
                : await Attempt.RunAsync(async () =>
                {
                    var request = new ArmRequest(HttpMethod.Get, $"{vault}/backupProtectedItems?api-version={version}", null, Action, vault);
                    await foreach (var line in ArmPages.ReadAllAsync(transport, request, InventoryRows.OfProtectedItem, stop))
                    {
                        if (line is not null)
                            file.Add([line]);
                    }
                }, Action, vault, stop);
            if (failure is not null)
                _types.Fail([InventoryPlan.ProtectedItems], "/subscriptions/" + ArmResourceId.Parse(vault).SubscriptionId, failure);
        });
        // A vault that is not known protects what it likes.
        _types.Inherit(new ChildRead(InventoryPlan.ProtectedItems, [InventoryPlan.Vaults], true, null, []));
    }

    // Resource Graph says nothing of a subscription that the caller may not read: it leaves it out.
    private void MissSubscriptions(InventoryFile file, CancellationToken cancellationToken)
    {
        var bag = new DiagnosticBag();
        var seen = file.Parts.Take(1).SelectMany(p => p.Read(bag, cancellationToken))
            .SelectMany(p => p.Parse(t => t.Equals(SubscriptionType, StringComparison.OrdinalIgnoreCase), bag, _ => FrozenSet<string>.Empty))
            .Select(s => s.ParsedId.SubscriptionId).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isTold = _types.HasFailed(SubscriptionType);
        foreach (var subscription in estate.Subscriptions.Where(s => !seen.Contains(s.Id)))
        {
            foreach (var type in _types.All)
                _types.Miss(type, subscription.ResourceId);
            if (subscription.IsReadable && !isTold)
                log.Fail(AuditPart.Resources, "subscriptions", subscription.ResourceId, new ArmFailure(ArmFailureKind.Forbidden, 0, "", "Resource Graph does not show the subscription: the caller may not read it.", ResourcesAction, subscription.ResourceId, 1, null));
        }
    }

    private async Task EachSubscriptionAsync(List<ChildRead> lists, Func<AuditSubscription, ChildRead, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        var done = 0;
        var pairs = _readable.SelectMany(s => lists.Select(l => (Subscription: s, List: l))).ToList();
        await Parallel.ForEachAsync(pairs, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (pair, stop) =>
        {
            await read(pair.Subscription, pair.List, stop);
            log.Report(pair.List.Type, pair.Subscription.Name, Interlocked.Increment(ref done), pairs.Count);
        });
    }
}
