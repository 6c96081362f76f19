using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>Rows that follow from an estate.</summary>
internal static class EstateTables
{
    private const string GroupType = "Microsoft.Resources/subscriptions/resourceGroups";

    /// <summary>True for a resource of its own: one that Azure lists among the resources of a subscription.</summary>
    public static bool IsTracked(JObject resource)
    {
        var id = resource.Text("id")!;
        return ArmPath.ResourceGroupOf(id) is not null
            && ArmPath.TypeOf(id) is var type && type != GroupType
            && id.AsSpan().Count("/providers/") == 1
            && (resource.Text("location") is not null || type.Count(c => c == '/') == 1);
    }

    /// <summary>The resource groups of a subscription: those that are given, and those that resources are in.</summary>
    public static IEnumerable<JObject> ResourceGroups(Estate estate, Subscription subscription)
    {
        var inside = estate.Resources.Where(r => ArmPath.SubscriptionOf(r.Text("id")!) == subscription.Id).ToArray();
        var given = inside.Where(r => ArmPath.TypeOf(r.Text("id")!) == GroupType).ToArray();
        var named = given.Select(g => g.Text("name")!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var derived = inside.Select(r => (Name: ArmPath.ResourceGroupOf(r.Text("id")!), Location: r.Text("location")))
            .Where(r => r.Name is not null && named.Add(r.Name))
            .Select(r => new JObject
            {
                ["id"] = $"{subscription.ResourceId}/resourceGroups/{r.Name}",
                ["name"] = r.Name,
                ["type"] = GroupType,
                ["location"] = r.Location ?? "japaneast",
                ["properties"] = new JObject { ["provisioningState"] = "Succeeded" },
            });
        return given.Concat(derived);
    }
}
