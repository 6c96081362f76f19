using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Resources.Deployments;

namespace PolicyGen.Resources;

/// <summary>What a what-if result holds.</summary>
/// <param name="Resources">
/// The resources as they will be, in the order of the changes: those that the deployment writes as requests, those that it
/// does not touch as existing.
/// </param>
/// <param name="Deleted">Ids of resources that will be gone.</param>
/// <param name="IsComplete">False when the operation failed or left something out: more may be deployed than is listed.</param>
public sealed record WhatIfContent(ImmutableArray<ArmResource> Resources, ImmutableArray<string> Deleted, bool IsComplete);

/// <summary>
/// Reads what-if results: the JSON of <c>az deployment … what-if --no-pretty-print</c>, and of the REST API, which has
/// <c>properties</c> around the changes (MicrosoftDocs/azure-docs, azure-resource-manager/templates/deploy-what-if.md,
/// "Change types"; Azure/azure-rest-api-specs, Microsoft.Resources, WhatIfOperationResult).
/// <list type="table">
/// <item><term>Create, Modify, NoChange, Deploy, Unsupported</term><description>The deployment writes the resource: a
/// request with the body <c>after</c>. Unchanged resources are written too, and a policy meets them.</description></item>
/// <item><term>Ignore</term><description>Not in the template: existing, with the body <c>before</c>.</description></item>
/// <item><term>Delete</term><description>Not there afterwards.</description></item>
/// </list>
/// A body that is not given (result format ResourceIdOnly, unsupported types) is unknown, not empty. A potential change
/// happens only under a condition that is not known.
/// </summary>
public static class WhatIfResources
{
    private const string NoBody = "what-if gives no body for this resource";

    /// <summary>Reads a what-if result. What is malformed is a diagnostic.</summary>
    /// <param name="document">The document, which is used up.</param>
    /// <param name="file">The file, for messages and as the source of the resources.</param>
    /// <param name="diagnostics">Takes <c>what-if-malformed</c>, <c>what-if-failed</c> and <c>deployment-unexpanded</c>.</param>
    public static WhatIfContent Read(JObject document, string file, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var result = document.Find("properties") as JObject ?? document;
        var complete = DeploymentDiagnostics.Report(result.Find("diagnostics"), file, diagnostics);
        var failed = document.Find("status") is JValue { Value: string status } && !status.Equals("Succeeded", StringComparison.OrdinalIgnoreCase);
        if (failed || (document.Find("error") ?? result.Find("error")) is JObject)
        {
            var error = (document.Find("error") ?? result.Find("error")) as JObject;
            diagnostics.Error("what-if-failed", $"The what-if operation did not succeed: {error?.Find("message") ?? document.Find("status")}", JsonPlace.Of(document, file));
            complete = false;
        }

        if (result.Find("changes") is not JArray changes)
        {
            diagnostics.Error("what-if-malformed", "The result has no list of changes.", JsonPlace.Of(document, file));
            return new WhatIfContent([], [], false);
        }

        var reader = new Reader(file, diagnostics);
        complete &= reader.Read(changes, isPotential: false);
        complete &= reader.Read(result.Find("potentialChanges") as JArray ?? [], isPotential: true);
        return new WhatIfContent([.. reader.Resources], [.. reader.Deleted], complete);
    }

    private sealed class Reader(string file, DiagnosticBag diagnostics)
    {
        private readonly RequestResources _requests = new("");

        public List<ArmResource> Resources { get; } = [];

        public List<string> Deleted { get; } = [];

        public bool Read(JArray changes, bool isPotential)
        {
            var complete = true;
            foreach (var item in changes.ToList())
            {
                var fault = item is JObject change ? Read(change, isPotential) : "A change must be an object.";
                if (fault is null)
                    continue;
                diagnostics.Error("what-if-malformed", fault, JsonPlace.Of(item, file));
                complete = false;
            }

            return complete;
        }

        private string? Read(JObject change, bool isPotential)
        {
            var kind = Text(change, "changeType") ?? "";
            var origin = kind.ToUpperInvariant() switch
            {
                "CREATE" or "MODIFY" or "NOCHANGE" or "DEPLOY" or "UNSUPPORTED" => ResourceOrigin.Request,
                "IGNORE" => ResourceOrigin.Existing,
                _ => (ResourceOrigin?)null,
            };
            var id = Text(change, "resourceId");
            if (kind.Equals("Delete", StringComparison.OrdinalIgnoreCase) && id is not null && !isPotential)
            {
                Deleted.Add(id);
                return null;
            }

            if (kind.Equals("Delete", StringComparison.OrdinalIgnoreCase))
                return isPotential ? "Whether the resource will be deleted is not known." : "A deletion needs a resourceId.";
            if (origin is null)
                return $"The change type '{kind}' is not known.";

            var given = (origin == ResourceOrigin.Request ? change.Find("after") : change.Find("before") ?? change.Find("after")) as JObject;
            var body = given ?? Unknown();
            var parsed = id is null || ExpandedValues.IsUnresolved(id) ? null : ArmResourceId.Parse(id);
            var type = Text(body, "type") ?? parsed?.Type ?? UnresolvedIds.TypeOf(id);
            var name = Text(body, "name") is { } own && parsed is null ? own : parsed?.FullName;
            if (string.IsNullOrEmpty(type))
                return "The type of the resource that changes cannot be told.";
            if (ResourceTypes.IsDeployment(type))
                return null;

            var source = JsonPlace.Of(change, file);
            // Detached, so that a resource does not keep the whole result alive.
            if (body.Parent is JProperty holder)
                holder.Value = JValue.CreateNull();
            var condition = isPotential ? Text(change, "unsupportedReason") ?? "a potential change of the what-if operation" : null;
            Resources.Add(_requests.Create(body, id ?? Text(body, "id"), type, name ?? id ?? "", source, origin.Value, condition));
            return null;
        }

        private static JObject Unknown()
        {
            var body = new JObject();
            foreach (var name in ResourceContent.Members)
                body[name] = Unresolved.Create(NoBody);
            return body;
        }

        private static string? Text(JObject source, string name) => source.Find(name) is JValue { Value: string text } ? text : null;
    }
}
