using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>Tenants, management groups and subscriptions (Azure/azure-rest-api-specs: resources, managementgroups).</summary>
internal sealed class HierarchyRoutes(EstateIndex index, Access access)
{
    private const string ReadGroup = "Microsoft.Management/managementGroups/read";
    private const string GroupType = "Microsoft.Management/managementGroups";

    private Estate Estate => index.Estate;

    private int PageSize => Estate.Settings.PageSize;

    public Answer Tenants(EmulatorRequest request) => Pages.Of(request, [new JObject
    {
        ["id"] = "/tenants/" + Estate.TenantId,
        ["tenantId"] = Estate.TenantId,
        ["countryCode"] = "JP",
        ["displayName"] = "Contoso",
        ["defaultDomain"] = "contoso.onmicrosoft.com",
        ["tenantType"] = "AAD",
        ["tenantCategory"] = "Home",
    }], PageSize);

    /// <summary>Only what the caller may read is listed.</summary>
    public Answer Subscriptions(EmulatorRequest request) =>
        Pages.Of(request, [.. Estate.Subscriptions.Where(s => s.IsReadable).Select(ToJson)], PageSize);

    public Answer Subscription(string id)
    {
        access.Demand("Microsoft.Resources/subscriptions/read", "/subscriptions/" + id);
        return Answer.Json(ToJson(index.Subscription(id)!));
    }

    /// <summary>Requests to Microsoft.Management.</summary>
    /// <returns>Null when there is no such route.</returns>
    public Answer? Management(EmulatorRequest request, ArmPath path) => (request.Method, path.Pattern) switch
    {
        ("GET", ["managementgroups"]) => Groups(request),
        ("GET", ["managementgroups", _]) => Group(request, path.Rest[1]),
        ("GET", ["managementgroups", _, "descendants"]) => Descendants(request, path.Rest[1]),
        ("GET", ["managementgroups", _, "subscriptions"]) => Members(request, path.Rest[1]),
        ("POST", ["getentities"]) => Entities(request),
        _ => null,
    };

    private Answer Groups(EmulatorRequest request) => Pages.Of(request, [.. Estate.ManagementGroups.Where(g => g.IsReadable).Select(g => new JObject
    {
        ["id"] = g.Id,
        ["type"] = GroupType,
        ["name"] = g.Name,
        ["properties"] = new JObject { ["tenantId"] = Estate.TenantId, ["displayName"] = g.DisplayName },
    })], PageSize);

    private Answer Group(EmulatorRequest request, string name)
    {
        var group = Readable(name);
        var details = new JObject { ["version"] = 1, ["updatedTime"] = "2026-01-05T00:00:00Z", ["updatedBy"] = ArmError.Caller };
        if (group.Parent is { } parent && index.Group(parent) is { } above)
            details["parent"] = new JObject { ["id"] = above.Id, ["name"] = above.Name, ["displayName"] = above.DisplayName };
        var expand = request.Parameter("$expand") ?? "";
        var chain = new JArray(index.Above(group).Select(a => new JObject { ["name"] = a.Name, ["displayName"] = a.DisplayName }));
        if (expand.Contains("ancestors", StringComparison.OrdinalIgnoreCase))
            details["managementGroupAncestorsChain"] = chain;
        if (expand.Contains("path", StringComparison.OrdinalIgnoreCase))
            details["path"] = new JArray(chain.Reverse().Append(new JObject { ["name"] = group.Name, ["displayName"] = group.DisplayName }));
        var properties = new JObject { ["tenantId"] = Estate.TenantId, ["displayName"] = group.DisplayName, ["details"] = details };
        if (expand.Contains("children", StringComparison.OrdinalIgnoreCase))
            properties["children"] = Children(name, bool.TryParse(request.Parameter("$recurse"), out var recurse) && recurse);
        return Answer.Json(new JObject { ["id"] = group.Id, ["type"] = GroupType, ["name"] = group.Name, ["properties"] = properties });
    }

    private JArray Children(string name, bool recurse)
    {
        var groups = index.Children(name).Select(g => new JObject
        {
            ["id"] = g.Id,
            ["type"] = GroupType,
            ["name"] = g.Name,
            ["displayName"] = g.DisplayName,
            ["children"] = recurse ? Children(g.Name, true) : null,
        });
        var members = index.Members(name).Select(s => new JObject { ["id"] = s.ResourceId, ["type"] = "/subscriptions", ["name"] = s.Id, ["displayName"] = s.DisplayName });
        return new JArray(groups.Concat(members));
    }

    private Answer Descendants(EmulatorRequest request, string name)
    {
        Readable(name);
        return Pages.Of(request, [.. index.Below(name).Select(Descendant)], PageSize);
    }

    private static JObject Descendant(object item)
    {
        var (id, type, name, displayName, parent) = item is ManagementGroup group
            ? (group.Id, GroupType, group.Name, group.DisplayName, group.Parent)
            : item is Subscription subscription
                ? (subscription.ResourceId, GroupType + "/subscriptions", subscription.Id, subscription.DisplayName, subscription.ManagementGroup)
                : throw new InvalidOperationException("Groups hold groups and subscriptions only.");
        return new JObject
        {
            ["id"] = id,
            ["type"] = type,
            ["name"] = name,
            ["properties"] = new JObject
            {
                ["displayName"] = displayName,
                ["parent"] = new JObject { ["id"] = ManagementGroup.IdPrefix + parent },
            },
        };
    }

    private Answer Members(EmulatorRequest request, string name)
    {
        var group = Readable(name);
        return Pages.Of(request, [.. index.Members(name).Select(s => new JObject
        {
            ["id"] = $"{group.Id}/subscriptions/{s.Id}",
            ["type"] = GroupType + "/subscriptions",
            ["name"] = s.Id,
            ["properties"] = new JObject
            {
                ["tenant"] = Estate.TenantId,
                ["displayName"] = s.DisplayName,
                ["parent"] = new JObject { ["id"] = group.Id },
                ["state"] = s.State,
            },
        })], PageSize);
    }

    private Answer Entities(EmulatorRequest request)
    {
        var groups = Estate.ManagementGroups.Where(g => g.IsReadable).Select(g => Entity(g.Id, GroupType, g.Name, g.DisplayName, g.Parent, index.Above(g)));
        var subscriptions = Estate.Subscriptions.Where(s => s.IsReadable)
            .Select(s => Entity(s.ResourceId, "/subscriptions", s.Id, s.DisplayName, s.ManagementGroup, index.Above(s)));
        return Pages.Of(request, [.. groups.Concat(subscriptions)], PageSize);
    }

    private JObject Entity(string id, string type, string name, string displayName, string? parent, IEnumerable<ManagementGroup> above) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["name"] = name,
        ["properties"] = new JObject
        {
            ["tenantId"] = Estate.TenantId,
            ["displayName"] = displayName,
            ["parent"] = parent is null ? null : new JObject { ["id"] = ManagementGroup.IdPrefix + parent },
            ["permissions"] = "view",
            ["inheritedPermissions"] = "view",
            ["parentNameChain"] = new JArray(above.Reverse().Select(g => g.Name)),
        },
    };

    private ManagementGroup Readable(string name)
    {
        access.Demand(ReadGroup, ManagementGroup.IdPrefix + name);
        return index.Group(name)!;
    }

    private JObject ToJson(Subscription subscription) => new()
    {
        ["id"] = subscription.ResourceId,
        ["authorizationSource"] = "RoleBased",
        ["managedByTenants"] = new JArray(),
        ["subscriptionId"] = subscription.Id,
        ["tenantId"] = Estate.TenantId,
        ["displayName"] = subscription.DisplayName,
        ["state"] = subscription.State,
        ["subscriptionPolicies"] = new JObject { ["locationPlacementId"] = "Public_2014-09-01", ["quotaId"] = "EnterpriseAgreement_2014-09-01", ["spendingLimit"] = "Off" },
    };
}
