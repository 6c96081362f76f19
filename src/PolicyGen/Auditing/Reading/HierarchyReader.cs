using System.Collections.Immutable;
using Azure.ResourceManager.ManagementGroups;
using Azure.ResourceManager.Resources;
using PolicyGen.Arm;

namespace PolicyGen.Auditing.Reading;

/// <summary>Reads which subscriptions there are, by Azure.ResourceManager.</summary>
internal sealed class HierarchyReader(IArmTransport transport, ReadingLog log)
{
    public const string SubscriptionAction = "Microsoft.Resources/subscriptions/read";
    private const string GroupAction = "Microsoft.Management/managementGroups/descendants/read";
    private const string Step = "subscriptions";

    /// <summary>Subscriptions that were named, each looked up.</summary>
    public async Task<ImmutableArray<AuditSubscription>> NamedAsync(ImmutableArray<string> ids, CancellationToken cancellationToken)
    {
        var done = 0;
        var found = await Task.WhenAll(ids.Select(id => id.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Select(async id =>
        {
            var subscription = new AuditSubscription(id, "", "", [], false);
            await log.TryAsync(AuditPart.Hierarchy, Step, subscription.ResourceId, SubscriptionAction, async () =>
            {
                var answer = await TypedClient.GetAsync(() => transport.Client.GetSubscriptionResource(SubscriptionResource.CreateResourceIdentifier(id)).GetAsync(cancellationToken));
                subscription = Of(answer.Value.Data);
            }, cancellationToken);
            log.Report(Step, subscription.Name.Length > 0 ? subscription.Name : id, Interlocked.Increment(ref done), ids.Length);
            return subscription;
        }));
        return [.. found.OrderBy(s => s.Id, StringComparer.Ordinal)];
    }

    /// <summary>Every subscription below a management group, readable or not as far as is known here; null when it could not be read.</summary>
    public async Task<ImmutableArray<AuditSubscription>?> BelowAsync(string group, CancellationToken cancellationToken)
    {
        log.Report(Step, group, 0, null);
        ImmutableArray<AuditSubscription>? result = null;
        await log.TryAsync(AuditPart.Hierarchy, "management groups", ResourceGraphScope.ManagementGroupId(group), GroupAction, async () =>
        {
            var resource = transport.Client.GetManagementGroupResource(ManagementGroupResource.CreateResourceIdentifier(group));
            var elements = await TypedClient.ListAsync(resource.GetDescendantsAsync(cancellationToken: cancellationToken),
                d => (Id: d.Id.ToString(), d.Name, Display: d.DisplayName ?? "", Parent: d.ParentId is { } parent ? LastSegment(parent.ToString()) : ""), cancellationToken);
            transport.Figures.CountRows(elements.Count);
            result = Below(group, elements);
        }, cancellationToken);
        return result;
    }

    /// <summary>Subscriptions that the caller can see; null when not even that can be read.</summary>
    public async Task<ImmutableArray<AuditSubscription>?> VisibleAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<AuditSubscription>? result = null;
        await log.TryAsync(AuditPart.Hierarchy, Step, "/", SubscriptionAction, async () =>
        {
            var all = await TypedClient.ListAsync(transport.Client.GetSubscriptions().GetAllAsync(cancellationToken), s => Of(s.Data), cancellationToken);
            transport.Figures.CountRows(all.Count);
            result = [.. all.DistinctBy(s => s.Id).OrderBy(s => s.Id, StringComparer.Ordinal)];
        }, cancellationToken);
        return result;
    }

    /// <summary>The tenant: its id is the name of the root management group. Null when it could not be read.</summary>
    public async Task<string?> TenantAsync(CancellationToken cancellationToken)
    {
        string? result = null;
        await log.TryAsync(AuditPart.Hierarchy, "tenant", "/", "Microsoft.Resources/tenants/read", async () =>
        {
            // The list names the tenants of the account; the token of the run is for its first: others need another sign-in.
            var all = await TypedClient.ListAsync(transport.Client.GetTenants().GetAllAsync(cancellationToken), t => t.Data.TenantId?.ToString(), cancellationToken);
            transport.Figures.CountRows(all.Count);
            result = all.OfType<string>().FirstOrDefault() ?? throw Attempt.Malformed("No tenant was found.", "Microsoft.Resources/tenants/read", "/");
        }, cancellationToken);
        return result;
    }

    private static AuditSubscription Of(SubscriptionData data) =>
        new((data.SubscriptionId ?? LastSegment(data.Id.ToString())).ToLowerInvariant(), data.DisplayName ?? "", data.State?.ToString() ?? "", [], true);

    private static ImmutableArray<AuditSubscription> Below(string group, List<(string Id, string Name, string Display, string Parent)> elements)
    {
        var parents = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in elements.Where(e => !IsSubscription(e.Id)))
            parents[element.Name] = element.Parent;
        return
        [
            .. elements.Where(e => IsSubscription(e.Id))
                .DistinctBy(e => e.Name, StringComparer.OrdinalIgnoreCase)
                .Select(e => new AuditSubscription(LastSegment(e.Id).ToLowerInvariant(), e.Display, "", Chain(e.Parent, group, parents), true))
                .OrderBy(s => s.Id, StringComparer.Ordinal),
        ];
    }

    // At most as many steps as there are groups: what Azure answers may go in circles.
    private static ImmutableArray<string> Chain(string parent, string top, Dictionary<string, string> parents)
    {
        var chain = ImmutableArray.CreateBuilder<string>();
        for (var name = parent; name.Length > 0 && chain.Count <= parents.Count; name = parents.GetValueOrDefault(name, ""))
        {
            chain.Add(name);
            if (string.Equals(name, top, StringComparison.OrdinalIgnoreCase))
                break;
        }

        return chain.ToImmutable();
    }

    private static bool IsSubscription(string id) => id.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase);

    private static string LastSegment(string id) => id[(id.LastIndexOf('/') + 1)..];
}
