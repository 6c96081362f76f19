using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;
using PolicyGen.ArmEmulator.Kusto;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>The tables of Resource Graph, made of an estate.</summary>
internal sealed class GraphTables
{
    private readonly EstateIndex _index;
    private readonly Row[] _resources;
    private readonly Row[] _containers;
    private readonly Row[] _policies;
    private readonly Row[] _security;

    public GraphTables(EstateIndex index)
    {
        _index = index;
        var estate = index.Estate;
        _resources = [.. estate.Resources.Where(EstateTables.IsTracked).Select(Of)];
        _containers =
        [
            .. estate.ManagementGroups.Select(GroupRow),
            .. estate.Subscriptions.Select(SubscriptionRow),
            .. estate.Subscriptions.SelectMany(s => EstateTables.ResourceGroups(estate, s)).Select(Of),
        ];
        _policies = [.. estate.Assignments.Concat(estate.Definitions).Concat(estate.Initiatives).Concat(estate.Exemptions).Select(Of)];
        _security = [.. estate.Assessments.Concat(estate.Pricings).Select(Of)];
    }

    /// <summary>Rows of a table; null where there is no such table.</summary>
    public IEnumerable<IKustoBag>? Read(string table, GraphScope scope) => table switch
    {
        "resources" => Bags(_resources, scope),
        "resourcecontainers" => Bags(_containers, scope),
        "securityresources" => Bags(_security, scope),
        "policyresources" => _policies.Where(r => scope.ShowsPolicy(r.Scope)).Select(r => r.Bag)
            .Concat(_index.Estate.States.Read(scope.Includes, null).Select(s => new StateBag(s, _index.Estate.TenantId))),
        _ => ResourceGraphSchema.OtherTables.TryGetValue(table, out var types)
            ? Bags([.. _index.Estate.Resources.Where(r => types.Contains(ArmPath.TypeOf(r.Text("id")!), StringComparer.OrdinalIgnoreCase)).Select(Of)], scope)
            : null,
    };

    private static IEnumerable<IKustoBag> Bags(Row[] rows, GraphScope scope) => rows.Where(r => scope.Shows(r.Scope)).Select(r => r.Bag);

    // Resource Graph writes types in lower case, and the parts of an id as columns.
    private Row Of(JObject item)
    {
        var id = item.Text("id")!;
        var row = new JObject(item.Properties())
        {
            ["type"] = ArmPath.TypeOf(id).ToLowerInvariant(),
            ["tenantId"] = _index.Estate.TenantId,
            ["subscriptionId"] = ArmPath.SubscriptionOf(id) ?? "",
            ["resourceGroup"] = ArmPath.ResourceGroupOf(id)?.ToLowerInvariant() ?? "",
            ["location"] = item.Text("location") ?? "",
            ["kind"] = item.Text("kind") ?? "",
            ["managedBy"] = item.Text("managedBy") ?? "",
        };
        row.Remove("systemData");
        var scope = ArmPath.SubscriptionOf(id) is { } subscription && !row.Text("type")!.StartsWith("microsoft.authorization/policy", StringComparison.Ordinal)
            ? "/subscriptions/" + subscription
            : ArmPath.ScopeOf(id);
        return new Row(scope, new JsonBag(row));
    }

    private Row GroupRow(ManagementGroup group)
    {
        var row = Of(new JObject
        {
            ["id"] = group.Id,
            ["name"] = group.Name,
            ["properties"] = new JObject
            {
                ["displayName"] = group.DisplayName,
                ["tenantId"] = _index.Estate.TenantId,
                ["details"] = new JObject { ["managementGroupAncestorsChain"] = Chain(_index.Above(group)) },
            },
        });
        return row with { Scope = group.Id };
    }

    private Row SubscriptionRow(Subscription subscription) => Of(new JObject
    {
        ["id"] = subscription.ResourceId,
        ["name"] = subscription.DisplayName,
        ["properties"] = new JObject
        {
            ["managedByTenants"] = new JArray(),
            ["state"] = subscription.State,
            ["managementGroupAncestorsChain"] = Chain(_index.Above(subscription)),
        },
    });

    private static JArray Chain(IEnumerable<ManagementGroup> groups) =>
        new(groups.Select(g => new JObject { ["displayName"] = g.DisplayName, ["name"] = g.Name }));

    /// <param name="Scope">A subscription or a management group; for policies where they are.</param>
    /// <param name="Bag">The row.</param>
    private sealed record Row(string Scope, IKustoBag Bag);
}
