using Microsoft.AspNetCore.Http.Extensions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Http;

/// <summary>A request with its body read.</summary>
/// <param name="Method">GET, POST, ….</param>
/// <param name="Host">Host and port as the client wrote them.</param>
/// <param name="Path">Path, decoded.</param>
/// <param name="Query">Query; names without case.</param>
/// <param name="Body">Body; empty for none.</param>
/// <param name="Authorization">The header; null for none.</param>
internal sealed record EmulatorRequest(string Method, string Host, string Path, IQueryCollection Query, string Body, string? Authorization)
{
    /// <summary>A parameter of the query; null when it is not there.</summary>
    public string? Parameter(string name) => Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The address of this request with another continuation token.</summary>
    public string NextLink(string name, string token)
    {
        var query = new QueryBuilder(Query.Where(q => !q.Key.Equals(name, StringComparison.OrdinalIgnoreCase))) { { name, token } };
        return $"https://{Host}{new PathString(Path).ToUriComponent()}{query.ToQueryString()}";
    }

    /// <exception cref="ArmError">It is no JSON object.</exception>
    public JObject JsonBody()
    {
        try
        {
            return JsonTexts.Parse(Body) as JObject ?? throw ArmError.BadRequest("InvalidRequestContent", "The request content must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw ArmError.BadRequest("InvalidRequestContent", "The request content was invalid and could not be deserialized: '" + exception.Message + "'.");
        }
    }
}
