using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>Finds who answers a request to Azure Resource Manager.</summary>
internal sealed class Router
{
    private readonly HierarchyRoutes _hierarchy;
    private readonly AuthorizationRoutes _authorization;
    private readonly InsightsRoutes _insights;
    private readonly SecurityRoutes _security;
    private readonly InventoryRoutes _inventory;
    private readonly ResourceGraphRoutes _graph;

    public Router(Estate estate, RenderedLibrary library, TimeProvider clock)
    {
        var index = new EstateIndex(estate);
        var access = new Access(index);
        _hierarchy = new HierarchyRoutes(index, access);
        _authorization = new AuthorizationRoutes(index, access, clock);
        _insights = new InsightsRoutes(index, access, clock);
        _security = new SecurityRoutes(index, access);
        _graph = new ResourceGraphRoutes(index, access, clock);
        _inventory = new InventoryRoutes(index, access, library.Types);
    }

    /// <exception cref="ArmError">The answer is an error.</exception>
    public Answer Answer(EmulatorRequest request)
    {
        ApiVersions.Any(request);
        var path = ArmPath.Parse(request.Path);
        var answer = path.Namespace switch
        {
            "microsoft.management" => _hierarchy.Management(request, path),
            "microsoft.authorization" => _authorization.Authorization(request, path),
            "microsoft.policyinsights" => _insights.Insights(request, path),
            "microsoft.resourcegraph" => _graph.Graph(request, path),
            "microsoft.security" => _security.Security(request, path),
            "" when request.Method == "GET" => path.Pattern switch
            {
                ["tenants"] => _hierarchy.Tenants(request),
                ["subscriptions"] => _hierarchy.Subscriptions(request),
                ["subscriptions", var id] => _hierarchy.Subscription(id),
                _ => null,
            },
            _ => null,
        };
        return answer ?? _inventory.Inventory(request, path)
            ?? throw ArmError.NotFound("NotFound", $"No route answers {request.Method} {request.Path}.");
    }
}
