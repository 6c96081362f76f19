using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>Assignments, definitions, initiatives, exemptions and permissions (Azure/azure-rest-api-specs: resources, authorization).</summary>
internal sealed partial class AuthorizationRoutes(EstateIndex index, Access access, TimeProvider clock)
{
    private readonly Dictionary<string, (string Name, IReadOnlyList<JObject> Items)> _kinds = new()
    {
        ["policyassignments"] = ("policyAssignments", index.Estate.Assignments),
        ["policydefinitions"] = ("policyDefinitions", index.Estate.Definitions),
        ["policysetdefinitions"] = ("policySetDefinitions", index.Estate.Initiatives),
        ["policyexemptions"] = ("policyExemptions", index.Estate.Exemptions),
    };

    /// <summary>Requests to Microsoft.Authorization.</summary>
    /// <returns>Null when there is no such route.</returns>
    public Answer? Authorization(EmulatorRequest request, ArmPath path)
    {
        if (request.Method != "GET")
            return null;
        if (path.Pattern is ["permissions"])
            return Permissions(request, path.Scope);
        if (path.Pattern is not ([_] or [_, _]) || !_kinds.TryGetValue(path.Pattern[0], out var kind))
            return null;
        if (kind.Name == "policyExemptions")
            ApiVersions.Of(request, "policyExemptions", "2022-07-01-preview", "2020-07-01-preview", "2024-12-01-preview");
        access.Demand($"Microsoft.Authorization/{kind.Name}/read", path.Scope);
        return path.Pattern.Length == 2 ? One(path, kind) : List(request, path.Scope, kind);
    }

    private Answer Permissions(EmulatorRequest request, string scope)
    {
        ApiVersions.Of(request, "permissions", "2022-04-01", "2018-07-01", "2015-07-01", "2022-05-01-preview");
        access.Demand("Microsoft.Authorization/permissions/read", scope);
        return Pages.Of(request, [new JObject
        {
            ["actions"] = new JArray(access.Actions(scope)),
            ["notActions"] = new JArray(),
            ["dataActions"] = new JArray(),
            ["notDataActions"] = new JArray(),
        }], index.Estate.Settings.PageSize);
    }

    private static Answer One(ArmPath path, (string Name, IReadOnlyList<JObject> Items) kind)
    {
        var id = $"{path.Scope}/providers/Microsoft.Authorization/{kind.Name}/{path.Rest[1]}";
        var code = char.ToUpperInvariant(kind.Name[0]) + kind.Name[1..^1] + "NotFound";
        var what = kind.Name switch
        {
            "policyAssignments" => "policy assignment",
            "policyDefinitions" => "policy definition",
            "policyExemptions" => "policy exemption",
            _ => "policy set definition",
        };
        return Answer.Json(kind.Items.FirstOrDefault(i => Same(i.Text("id"), id))
            ?? throw ArmError.NotFound(code, $"The {what} '{path.Rest[1]}' could not be found."));
    }

    // Without a filter a list holds what applies to the scope: its own, those of scopes above, and at a subscription or
    // resource group those of what lies within.
    private Answer List(EmulatorRequest request, string scope, (string Name, IReadOnlyList<JObject> Items) kind)
    {
        var filter = request.Parameter("$filter");
        var isDefinition = kind.Name is "policyDefinitions" or "policySetDefinitions";
        var above = index.ScopesAbove(scope).ToHashSet(StringComparer.OrdinalIgnoreCase);
        bool IsAt(JObject item) => Same(ArmPath.ScopeOf(item.Text("id")!), scope);
        bool IsAbove(JObject item) => above.Contains(ArmPath.ScopeOf(item.Text("id")!)) || (isDefinition && ArmPath.ScopeOf(item.Text("id")!).Length == 0);
        bool IsBelow(JObject item) => !isDefinition && ArmPath.ManagementGroupOf(scope) is null && scope.Length > 0 && index.IsWithin(ArmPath.ScopeOf(item.Text("id")!), scope);

        bool Applies(JObject item) => IsAt(item) || IsAbove(item) || IsBelow(item);

        Func<JObject, bool> isIn = Applies;
        if (filter is not null)
        {
            isIn = Conditions().Match(filter) is { Success: true } match
                ? match.Groups["name"].Value.ToLowerInvariant() switch
                {
                    "atscope()" => item => IsAt(item) || IsAbove(item),
                    "atexactscope()" => IsAt,
                    "excludeexpired()" when kind.Name == "policyExemptions" => item => Applies(item) && !IsExpired(item),
                    _ => item => Applies(item) && Same(item.Text("properties." + match.Groups["name"].Value), match.Groups["value"].Value),
                }
                : throw ArmError.BadRequest("InvalidFilterInQueryString", $"The filter '{filter}' in the query string is not supported.");
        }
        return Pages.Of(request, [.. kind.Items.Where(isIn)], index.Estate.Settings.PageSize);
    }

    private bool IsExpired(JObject item) =>
        item.Text("properties.expiresOn") is { } text && RelativeTimes.Parse(text, item.Text("id")!) <= clock.GetUtcNow();

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^\s*(?:(?<name>atScope\(\)|atExactScope\(\)|excludeExpired\(\))|(?<name>policyType|category|policyDefinitionId|policyAssignmentId)\s+eq\s+'(?<value>[^']*)')\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Conditions();
}
