using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Policies;

/// <summary>What a deployment template writes.</summary>
public static class TemplateResources
{
    /// <summary>
    /// The types of the resources that a template deploys, nested templates and child resources included. Types and
    /// extension providers that only an expression gives are left out.
    /// </summary>
    public static IEnumerable<string> TypesIn(JObject template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var open = new Stack<(JToken? Resources, string? Parent)>();
        open.Push((template.Find("resources"), null));
        while (open.TryPop(out var next))
        {
            // An array, or in language version 2.0 an object with a property for each resource.
            var resources = next.Resources switch
            {
                JArray array => array,
                JObject named => named.PropertyValues(),
                _ => Enumerable.Empty<JToken>(),
            };
            foreach (var resource in resources.OfType<JObject>())
            {
                if (resource.Find("existing") is { Type: JTokenType.Boolean } existing && (bool)existing)
                    continue;
                var type = TypeOf(resource, next.Parent);
                if (type is not null && WrittenType(type, resource) is { } written)
                    yield return written;
                open.Push((resource.Find("resources"), type));
                if (resource.Find("properties") is JObject properties && properties.Find("template") is JObject nested)
                    open.Push((nested.Find("resources"), null));
            }
        }
    }

    private static string? TypeOf(JObject resource, string? parent)
    {
        if (Literal(resource, "type") is not { } type)
            return null;
        return type.Contains('.', StringComparison.Ordinal) ? type : parent is null ? null : parent + "/" + type;
    }

    private static string? WrittenType(string type, JObject resource)
    {
        if (string.Equals(type, "Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase))
            return "Microsoft.Resources/subscriptions/resourceGroups";

        // The old form of extension resources: type A/b/providers/diagnosticSettings, name '…/Microsoft.Insights/…'.
        var providers = type.IndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        if (providers < 0)
            return type;
        var extension = type[(providers + "/providers/".Length)..];
        if (extension.Contains('.', StringComparison.Ordinal))
            return extension;
        var name = resource.Find("name") is { Type: JTokenType.String } token ? (string)token! : "";
        var provider = name.Split(['/', '\''], StringSplitOptions.TrimEntries).FirstOrDefault(p => p.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase));
        return provider is null ? null : provider + "/" + extension;
    }

    private static string? Literal(JObject resource, string name) =>
        resource.Find(name) is { Type: JTokenType.String } token && !TemplateText.IsExpression((string)token!) ? (string)token! : null;
}
