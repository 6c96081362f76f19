using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;
using PolicyGen.ArmEmulator.Insights;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>policyStates and attestations (Azure/azure-rest-api-specs: policyinsights, 2024-10-01).</summary>
internal sealed class InsightsRoutes(EstateIndex index, Access access, TimeProvider clock)
{
    private const int MostCachedRows = 200_000;
    private const string Prefix = "/providers/Microsoft.Authorization/";

    private readonly QueryCache<IReadOnlyList<object>> _cache = new(index.Estate.Settings.ResourceGraph.CachedQueries);

    /// <summary>Requests to Microsoft.PolicyInsights.</summary>
    /// <returns>Null when there is no such route.</returns>
    public Answer? Insights(EmulatorRequest request, ArmPath path) => (request.Method, path.Pattern) switch
    {
        ("POST", ["policystates", "latest" or "default", "queryresults"]) => Records(request, path),
        ("POST", ["policystates", "latest", "summarize"]) => Summary(request, path),
        ("GET", ["attestations"]) => Attestations(request, path.Scope),
        ("GET", ["attestations", _]) => Attestation(request, path),
        _ => null,
    };

    private Answer Records(EmulatorRequest request, ArmPath path)
    {
        ApiVersions.Of(request, "policyStates", "2024-10-01", "2019-10-01", "2018-07-01-preview", "2018-04-04");
        var (scope, isInScope) = Scope(path.Scope, "queryResults");
        var query = StateQuery.Parse(request, clock.GetUtcNow());
        var start = Pages.Start(request, Pages.TokenName);
        var key = string.Join('\n', request.Query.Where(q => !q.Key.Equals(Pages.TokenName, StringComparison.OrdinalIgnoreCase)).Select(q => $"{q.Key}={q.Value}").Prepend(path.Scope));
        var rows = _cache.Get(key, () =>
        {
            var all = query.Run(index.Estate.States, Includes(scope), isInScope);
            var some = all.Take(MostCachedRows + 1).ToArray();
            return some.Length <= MostCachedRows ? some : null;
        }) ?? query.Run(index.Estate.States, Includes(scope), isInScope);

        var size = index.Estate.Settings.PolicyInsights.PageSize;
        var page = rows.Skip(start).Take(size + 1).ToArray();
        var context = $"https://{request.Host}{path.Scope}/providers/Microsoft.PolicyInsights/policyStates/$metadata#{path.Pattern[1]}";
        return Answer.Json(json => new RecordWriter(json, context, query.Select)
            .Write(page.AsSpan(0, Math.Min(size, page.Length)), page.Length > size ? request.NextLink(Pages.TokenName, Pages.Token(start + size)) : null));
    }

    private Answer Summary(EmulatorRequest request, ArmPath path)
    {
        ApiVersions.Of(request, "policyStates", "2024-10-01", "2019-10-01", "2018-07-01-preview", "2018-04-04");
        var (scope, isInScope) = Scope(path.Scope, "summarize");
        var query = StateQuery.Parse(request, clock.GetUtcNow());
        if (query.Apply is not null || query.Select is not null || query.Order.Count > 0)
            throw ArmError.BadRequest("InvalidParameter", "summarize takes $filter, $from, $to and $top only.");
        var states = query.States(index.Estate.States, Includes(scope), isInScope);
        var uri = $"https://{request.Host}{path.Scope}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults?api-version=2024-10-01&$filter=IsCompliant eq false";
        var value = new StateSummary(states).ToJson(query.Top ?? int.MaxValue, uri);
        var context = $"https://{request.Host}{path.Scope}/providers/Microsoft.PolicyInsights/policyStates/$metadata#summary";
        value.AddFirst(new JProperty("@odata.context", context + "/$entity"));
        return Answer.Json(new JObject { ["@odata.context"] = context, ["@odata.count"] = 1, ["value"] = new JArray(value) });
    }

    // The scope may be an assignment, an initiative or a definition: then it is that within the subscription or group.
    private (string Scope, Func<PolicyState, bool> IsIn) Scope(string scope, string operation)
    {
        Func<PolicyState, bool> isIn = _ => true;
        if (scope.LastIndexOf(Prefix, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            var id = scope;
            isIn = scope[(at + Prefix.Length)..].Split('/')[0].ToLowerInvariant() switch
            {
                "policyassignments" => s => Same(s.Rule.AssignmentId, id),
                "policysetdefinitions" => s => Same(s.Rule.InitiativeId, id),
                "policydefinitions" => s => Same(s.Rule.DefinitionId, id),
                _ => isIn,
            };
            scope = scope[..at];
        }
        if (scope.Length == 0)
            throw ArmError.NotFound("InvalidResourceType", "policyStates has to be asked for at a scope.");
        // Reader covers the read form of the operation, as the list of the provider's operations has it.
        access.Demand($"Microsoft.PolicyInsights/policyStates/{operation}/read", scope);
        if (ArmPath.ManagementGroupOf(scope) is not null || scope.Count(c => c == '/') <= 2)
            return (scope, isIn);
        var within = isIn;
        return (scope, s => within(s) && index.IsWithin(s.Subject.Id, scope));
    }

    // What the caller may not read is left out of the answer for a group.
    private Func<string, bool> Includes(string scope)
    {
        if (ArmPath.SubscriptionOf(scope) is { } id)
            return s => s == id;
        var below = index.Below(ArmPath.ManagementGroupOf(scope)!).OfType<Subscription>().Where(s => s.IsReadable).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        return below.Contains;
    }

    private Answer Attestations(EmulatorRequest request, string scope)
    {
        ApiVersions.Of(request, "attestations", "2024-10-01", "2022-09-01", "2021-01-01");
        access.Demand("Microsoft.PolicyInsights/attestations/read", scope);
        if (request.Parameter("$filter") is { } filter)
            throw ArmError.BadRequest("InvalidFilterInQueryString", $"The filter '{filter}' in the query string is not supported.");
        return Pages.Of(request, [.. index.Estate.Attestations.Where(a => scope.Length > 0 && index.IsWithin(ArmPath.ScopeOf(a.Text("id")!), scope))], index.Estate.Settings.PageSize);
    }

    private Answer Attestation(EmulatorRequest request, ArmPath path)
    {
        ApiVersions.Of(request, "attestations", "2024-10-01", "2022-09-01", "2021-01-01");
        access.Demand("Microsoft.PolicyInsights/attestations/read", path.Scope);
        return Answer.Json(index.Estate.Attestations.FirstOrDefault(a => Same(a.Text("id"), request.Path))
            ?? throw ArmError.NotFound("ResourceNotFound", $"The attestation '{path.Rest[1]}' could not be found."));
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes a page without making objects of its records.</summary>
    private sealed class RecordWriter(JsonWriter json, string context, IReadOnlyList<string>? select)
    {
        private readonly (string Name, Func<PolicyState, object?> Read)[] _fields =
            [.. StateFields.All.Where(f => select is null || select.Contains(f.Name, StringComparer.OrdinalIgnoreCase))];

        public void Write(ReadOnlySpan<object> rows, string? nextLink)
        {
            json.WriteStartObject();
            Property("@odata.context", context);
            Property("@odata.count", rows.Length);
            Property("@odata.nextLink", nextLink);
            json.WritePropertyName("value");
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartObject();
                Property("@odata.id", null);
                Property("@odata.context", context + "/$entity");
                if (row is PolicyState state)
                {
                    foreach (var (name, read) in _fields)
                        Property(name, read(state));
                }
                else
                {
                    foreach (var (name, value) in (IReadOnlyList<KeyValuePair<string, object?>>)row)
                        Property(name, value);
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }

        private void Property(string name, object? value)
        {
            json.WritePropertyName(name);
            if (value is IReadOnlyList<string> list)
            {
                json.WriteStartArray();
                foreach (var item in list)
                    json.WriteValue(item);
                json.WriteEndArray();
                return;
            }
            json.WriteValue(value);
        }
    }
}
