using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>Providers, resource groups and resources by id, by type and by what they belong to.</summary>
internal sealed class InventoryRoutes
{
    private static readonly string[] UsualVersions = ["2024-01-01", "2023-01-01", "2023-06-01-preview"];

    private readonly EstateIndex _index;
    private readonly Access _access;
    private readonly Dictionary<string, IReadOnlyList<string>> _types = new(StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, JObject> _byCollection;

    public InventoryRoutes(EstateIndex index, Access access, IEnumerable<string> knownTypes)
    {
        (_index, _access) = (index, access);
        foreach (var type in index.Estate.Resources.Select(r => ArmPath.TypeOf(r.Text("id")!)).Concat(knownTypes))
            _types.TryAdd(type, UsualVersions);
        foreach (var (type, versions) in index.Estate.ApiVersions)
            _types[type] = versions;
        _byCollection = index.Estate.Resources.ToLookup(r => Above(r.Text("id")!), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Requests about a subscription and what is in it.</summary>
    /// <returns>Null when there is no such route.</returns>
    public Answer? Inventory(EmulatorRequest request, ArmPath path)
    {
        if (request.Method != "GET")
            return null;
        return path.Namespace.Length > 0 ? Resource(request, path) : path.Pattern switch
        {
            ["subscriptions", var id, "providers"] => Providers(request, id),
            ["subscriptions", var id, "resourcegroups"] => Groups(request, id),
            ["subscriptions", var id, "resourcegroups", _] => Group(id, path.Rest[3]),
            ["subscriptions", var id, "resources"] => List(request, id, "Microsoft.Resources/subscriptions/resources/read", ResourcesOf(id)),
            _ => null,
        };
    }

    private Answer Providers(EmulatorRequest request, string id) =>
        List(request, id, "Microsoft.Resources/subscriptions/providers/read", _types
            .Where(t => t.Key.Contains('/', StringComparison.Ordinal))
            .GroupBy(t => t.Key[..t.Key.IndexOf('/', StringComparison.Ordinal)], StringComparer.OrdinalIgnoreCase)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new JObject
            {
                ["id"] = $"/subscriptions/{id}/providers/{g.Key}",
                ["namespace"] = g.Key,
                ["registrationState"] = "Registered",
                ["registrationPolicy"] = "RegistrationRequired",
                ["resourceTypes"] = new JArray(g.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new JObject
                {
                    ["resourceType"] = t.Key[(g.Key.Length + 1)..],
                    ["locations"] = new JArray("Japan East", "Japan West"),
                    ["apiVersions"] = new JArray(t.Value),
                    ["defaultApiVersion"] = t.Value[0],
                    ["capabilities"] = "None",
                })),
            }));

    private Answer Groups(EmulatorRequest request, string id) =>
        List(request, id, "Microsoft.Resources/subscriptions/resourceGroups/read", GroupsOf(id));

    private Answer Group(string id, string name)
    {
        var scope = $"/subscriptions/{id}/resourceGroups/{name}";
        _access.Demand("Microsoft.Resources/subscriptions/resourceGroups/read", scope);
        return Answer.Json(GroupsOf(id).FirstOrDefault(g => name.Equals(g.Text("name"), StringComparison.OrdinalIgnoreCase))
            ?? throw ArmError.NotFound("ResourceGroupNotFound", $"Resource group '{name}' could not be found."));
    }

    private IEnumerable<JObject> GroupsOf(string id) => EstateTables.ResourceGroups(_index.Estate, _index.Subscription(id)!);

    private IEnumerable<JObject> ResourcesOf(string id) =>
        _index.Estate.Resources.Where(r => ArmPath.SubscriptionOf(r.Text("id")!) == id && EstateTables.IsTracked(r));

    private Answer List(EmulatorRequest request, string id, string action, IEnumerable<JToken> items)
    {
        _access.Demand(action, "/subscriptions/" + id);
        return Pages.Of(request, [.. items], _index.Estate.Settings.PageSize);
    }

    // An even number of parts after the provider is a resource, an odd one a list of a type.
    private Answer Resource(EmulatorRequest request, ArmPath path)
    {
        var type = string.Join('/', path.Rest.Where((_, i) => i % 2 == 0).Prepend(path.Namespace));
        var isList = path.Rest.Length % 2 == 1;
        var scope = isList && path.Rest.Length == 1 ? path.Scope : isList ? request.Path[..request.Path.LastIndexOf('/')] : request.Path;
        _access.Demand(type + "/read", scope);
        if (!_types.TryGetValue(type, out var versions))
            throw ArmError.NotFound("InvalidResourceType", $"The resource type '{type}' could not be found in the namespace '{path.Namespace}'.");
        ApiVersions.Of(request, type, [.. versions]);
        if (!isList)
            return Answer.Json(_index.Resource(request.Path) ?? throw NotFound(request.Path));
        if (path.Rest.Length > 1 && _index.Resource(scope) is null)
            throw NotFound(scope);
        if (path.Rest.Length == 1 && scope.Count(c => c == '/') > 4 && _index.Resource(scope) is null)
            throw NotFound(scope);
        var items = path.Rest.Length == 1 && scope.Count(c => c == '/') <= 4
            ? _index.Estate.Resources.Where(r => type.Equals(ArmPath.TypeOf(r.Text("id")!), StringComparison.OrdinalIgnoreCase) && _index.IsWithin(r.Text("id")!, scope))
            : _byCollection[request.Path.TrimEnd('/')];
        return Pages.Of(request, [.. items], _index.Estate.Settings.PageSize);
    }

    private static ArmError NotFound(string id) => ArmError.NotFound("ResourceNotFound",
        $"The Resource '{ArmPath.TypeOf(id)}/{id[(id.LastIndexOf('/') + 1)..]}' under resource group '{ArmPath.ResourceGroupOf(id) ?? "<null>"}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");

    private static string Above(string id) => id[..id.LastIndexOf('/')];
}
