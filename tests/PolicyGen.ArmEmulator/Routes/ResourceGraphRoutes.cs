using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;
using PolicyGen.ArmEmulator.Kusto;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>
/// Queries to Resource Graph (Azure/azure-rest-api-specs: resourcegraph, 2024-04-01; paging after MicrosoftDocs/azure-docs,
/// governance/resource-graph/concepts/paging-results.md).
/// </summary>
internal sealed class ResourceGraphRoutes(EstateIndex index, Access access, TimeProvider clock)
{
    private const int DefaultTop = 100;
    private const int MostTop = 1000;

    private readonly ResourceGraphSettings _settings = index.Estate.Settings.ResourceGraph;
    private readonly GraphTables _tables = new(index);
    private readonly GraphQuota _quota = new(index.Estate.Settings.ResourceGraph, clock);
    private readonly QueryCache<IReadOnlyList<KustoRow>> _cache = new(index.Estate.Settings.ResourceGraph.CachedQueries);

    /// <summary>Requests to Microsoft.ResourceGraph.</summary>
    /// <returns>Null when there is no such route.</returns>
    public Answer? Graph(EmulatorRequest request, ArmPath path)
    {
        if (request.Method != "POST" || path.Pattern is not ["resources"] || path.Scope.Length > 0)
            return null;
        ApiVersions.Of(request, "resources", "2024-04-01", "2022-10-01", "2021-03-01");
        if (!_settings.Enabled)
            throw ArmError.Forbidden("Microsoft.ResourceGraph/resources/read", "/");
        var quota = _quota.Take();
        var body = request.JsonBody();
        var scope = new GraphScope(index, access, body);
        var answer = Run(body, scope);
        if (answer.Body.Length > _settings.MaxResponseBytes)
            throw GraphErrors.BadRequest("ResponsePayloadTooLarge", FormattableString.Invariant($"Response payload size is {answer.Body.Length}, and has exceeded the limit of {_settings.MaxResponseBytes}. Please consider querying less data at a time and make paginated call if needed."));
        foreach (var (name, value) in quota)
            answer.Headers[name] = value;
        answer.Headers["x-ms-tenant-subscription-limit-hit"] = scope.IsCut ? "true" : "false";
        return answer;
    }

    private Answer Run(JObject body, GraphScope scope)
    {
        if (body.Text("query") is not { Length: > 0 } text)
            throw GraphErrors.BadRequest("InvalidQuery", "The query is missing.");
        if (body["facets"] is JArray { Count: > 0 })
            throw GraphErrors.BadRequest("InvalidRequest", "Facets are not supported.");
        var options = body["options"] as JObject ?? [];
        try
        {
            var query = KustoQuery.Parse(text);
            var rows = _cache.Get(GraphTokens.KeyOf(body), () => [.. query.Execute(table => _tables.Read(table, scope), clock.GetUtcNow())])!;
            return Page(body, options, query, rows);
        }
        catch (KustoException exception)
        {
            throw GraphErrors.BadRequest("InvalidQuery", FormattableString.Invariant($"Query is invalid: {exception.Message} (position {exception.Position})"));
        }
    }

    private Answer Page(JObject body, JObject options, KustoQuery query, IReadOnlyList<KustoRow> rows)
    {
        var top = Number(options, "$top", DefaultTop, 1, MostTop);
        // A query that limits itself is not skipped into.
        var skip = query.IsLimited ? 0 : Number(options, "$skip", 0, 0, int.MaxValue);
        var start = options.Text("['$skipToken']") is { } token ? GraphTokens.Read(body, token) : skip;
        var page = rows.Skip(start).Take(top).ToArray();
        var isMore = start + page.Length < rows.Count;
        var canPage = !query.IsLimited && query.HasScalarColumn && (!_settings.PagingNeedsId || query.Columns.Contains("id"));
        return Answer.Json(json =>
        {
            json.WriteStartObject();
            Property(json, "totalRecords", rows.Count);
            Property(json, "count", page.Length);
            json.WritePropertyName("data");
            Data(json, options, query, page);
            json.WritePropertyName("facets");
            json.WriteStartArray();
            json.WriteEndArray();
            Property(json, "resultTruncated", isMore && !canPage ? "true" : "false");
            if (isMore && canPage)
                Property(json, "$skipToken", GraphTokens.Make(body, start + page.Length));
            json.WriteEndObject();
        });
    }

    private static void Data(JsonWriter json, JObject options, KustoQuery query, KustoRow[] page)
    {
        switch (options.Text("resultFormat") ?? "objectArray")
        {
            case "objectArray":
                json.WriteStartArray();
                foreach (var row in page)
                    row.ToJson().WriteTo(json);
                json.WriteEndArray();
                break;
            case "table":
                new JObject
                {
                    ["columns"] = new JArray(query.Columns.Select(c => new JObject { ["name"] = c })),
                    ["rows"] = new JArray(page.Select(r => new JArray(r.ToJson().PropertyValues()))),
                }.WriteTo(json);
                break;
            default:
                throw GraphErrors.BadRequest("InvalidResultFormat", "resultFormat must be objectArray or table.");
        }
    }

    private static void Property(JsonWriter json, string name, object value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    private static int Number(JObject options, string name, int missing, int least, int most) => options[name] switch
    {
        null or JValue { Type: JTokenType.Null } => missing,
        JValue { Type: JTokenType.Integer } value when (long)value >= least && (long)value <= most => (int)value,
        _ => throw GraphErrors.BadRequest("InvalidOption", string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {least} to {most}.")),
    };
}
