using Newtonsoft.Json.Linq;

namespace PolicyGen.Bicep;

/// <summary>A resource as a template declares it.</summary>
/// <param name="Token">The object that declares it.</param>
/// <param name="Type">Full type, with those of its parents; null when it cannot be told from the declaration alone.</param>
/// <param name="ApiVersion">API version; null when it is an expression or comes from a profile.</param>
internal sealed record TemplateResource(JObject Token, string? Type, string? ApiVersion);

/// <summary>
/// Walks the resource declarations of a template: those of nested deployments and child resources included, in the order of
/// the text (azure-docs, azure-resource-manager/templates: syntax.md, child-resource-name-type.md, linked-templates.md).
/// </summary>
internal static class TemplateWalk
{
    private const string DeploymentType = "Microsoft.Resources/deployments";

    /// <summary>
    /// The resources that are deployed, without the deployments themselves; and whether a nested template is not in the
    /// text, so that resources may come from elsewhere.
    /// </summary>
    public static (List<TemplateResource> Resources, bool IsWhole) Collect(JObject template)
    {
        var resources = new List<TemplateResource>();
        var isWhole = true;
        Visit(template, null);
        return (resources, isWhole);

        void Visit(JObject container, string? parentType)
        {
            foreach (var resource in ResourcesOf(container))
            {
                if (NestedTemplate(resource) is { } nested)
                {
                    Visit(nested, null);
                    continue;
                }

                if (IsDeployment(resource))
                {
                    isWhole = false;
                    continue;
                }

                var type = FullType(resource, parentType);
                resources.Add(new TemplateResource(resource, type, resource["apiVersion"] is JValue { Value: string version } && !version.StartsWith('[') ? version : null));
                Visit(resource, type ?? "");
            }
        }
    }

    /// <summary>The declarations in a template or parent resource, existing ones left out.</summary>
    public static IEnumerable<JObject> ResourcesOf(JObject container) => DeclarationsOf(container).Select(d => d.Resource);

    /// <summary>The declarations with their symbolic names, which templates of language version 2.0 have.</summary>
    public static IEnumerable<(string? Symbol, JObject Resource)> DeclarationsOf(JObject container) => container["resources"] switch
    {
        JArray items => items.OfType<JObject>().Select(r => ((string?)null, r)),
        JObject members => members.Properties().Where(p => p.Value is JObject).Select(p => ((string?)p.Name, (JObject)p.Value)).Where(d => !IsExisting(d.Item2)),
        _ => [],
    };

    /// <summary>The template in a nested deployment, or null.</summary>
    public static JObject? NestedTemplate(JObject resource) =>
        IsDeployment(resource) && resource["properties"] is JObject properties ? properties["template"] as JObject : null;

    /// <summary>True for a nested or linked deployment.</summary>
    public static bool IsDeployment(JObject resource) =>
        resource["type"] is JValue { Value: string type } && string.Equals(type, DeploymentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a resource of an extension, such as Microsoft Graph, which is not an Azure resource.</summary>
    public static bool IsExtensible(JObject resource) => resource["import"] is not null || resource["extension"] is not null;

    private static bool IsExisting(JObject resource) => resource["existing"] is JValue { Value: true };

    // "…/providers/locks" and a provider below a parent name an extension resource in an older way: the deployed type differs.
    private static string? FullType(JObject resource, string? parentType)
    {
        if (resource["type"] is not JValue { Value: string type } || type.StartsWith('[') || type.Contains("/providers/", StringComparison.OrdinalIgnoreCase))
            return null;
        if (parentType is null)
            return type;
        return parentType.Length == 0 || type.Contains('.') ? null : $"{parentType}/{type}";
    }
}
