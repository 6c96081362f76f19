using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>Assessments and plans of Defender for Cloud (Azure/azure-rest-api-specs: security).</summary>
internal sealed class SecurityRoutes(EstateIndex index, Access access)
{
    /// <summary>Requests to Microsoft.Security that are not about resources of the estate.</summary>
    /// <returns>Null when there is no such route.</returns>
    public Answer? Security(EmulatorRequest request, ArmPath path)
    {
        if (request.Method != "GET" || path.Scope.Length == 0)
            return null;
        switch (path.Pattern)
        {
            case ["pricings"] or ["pricings", _]:
                ApiVersions.Of(request, "pricings", "2024-01-01", "2023-01-01", "2022-03-01", "2018-06-01");
                return Answer(request, path, index.Estate.Pricings, "pricings");
            case ["assessments"] or ["assessments", _]:
                ApiVersions.Of(request, "assessments", "2021-06-01", "2020-01-01", "2025-05-04");
                return Answer(request, path, index.Estate.Assessments, "assessments");
            default:
                return null;
        }
    }

    private Answer Answer(EmulatorRequest request, ArmPath path, IReadOnlyList<JObject> items, string type)
    {
        access.Demand($"Microsoft.Security/{type}/read", path.Scope);
        if (path.Pattern.Length == 1)
            return Pages.Of(request, [.. items.Where(i => index.IsWithin(ArmPath.ScopeOf(i.Text("id")!), path.Scope))], index.Estate.Settings.PageSize);
        var id = $"{path.Scope}/providers/Microsoft.Security/{type}/{path.Rest[1]}";
        return Http.Answer.Json(items.FirstOrDefault(i => id.Equals(i.Text("id"), StringComparison.OrdinalIgnoreCase))
            ?? throw ArmError.NotFound("ResourceNotFound", $"The resource '{path.Rest[1]}' of type Microsoft.Security/{type} could not be found."));
    }
}
