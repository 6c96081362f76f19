using Newtonsoft.Json.Linq;

namespace PolicyGen.Arm;

/// <summary>One request to Azure Resource Manager. Requests only read: a POST is a query.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">
/// Path and query with <c>api-version</c>, beginning with <c>/</c>; or the whole address of a next page, which must have the
/// scheme, host and port of <see cref="IArmTransport.Endpoint"/>.
/// </param>
/// <param name="Body">JSON body of a POST; null for none.</param>
/// <param name="Action">The action that a role must allow for it: <c>Microsoft.ResourceGraph/resources/read</c>.</param>
/// <param name="Scope">Resource id of what it is about, for messages and progress: <c>/subscriptions/…</c>; <c>/</c> for the tenant.</param>
public sealed record ArmRequest(HttpMethod Method, string Path, JObject? Body, string Action, string Scope);
