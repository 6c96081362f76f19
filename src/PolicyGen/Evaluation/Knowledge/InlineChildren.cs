using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation.Knowledge;

/// <summary>
/// Settings that a request gives inline in the parent and that Azure stores as a child resource: <c>siteConfig</c> of a web
/// app becomes <c>config/web</c> (azure-rest-api-specs, Microsoft.Web, WebApps.json: Site.properties.siteConfig and
/// SiteConfigResource share one model).
/// </summary>
internal static class InlineChildren
{
    /// <summary>
    /// The child resources that a request describes inside the resource. Of an existing resource the parent shows them
    /// without their values.
    /// </summary>
    public static IEnumerable<ArmResource> Of(ArmResource resource)
    {
        var isSite = resource.Type.Equals("Microsoft.Web/sites", StringComparison.OrdinalIgnoreCase);
        if (!isSite && !resource.Type.Equals("Microsoft.Web/sites/slots", StringComparison.OrdinalIgnoreCase))
            yield break;
        var properties = resource.Content.GetValue("properties", StringComparison.OrdinalIgnoreCase) as JObject;
        if (properties?.GetValue("siteConfig", StringComparison.OrdinalIgnoreCase) is not { Type: JTokenType.Object or JTokenType.Raw } config)
            yield break;
        yield return new ArmResource
        {
            Id = resource.Id + "/config/web",
            Type = resource.Type + "/config",
            FullName = resource.FullName + "/web",
            Content = new JObject { ["name"] = "web", ["type"] = resource.Type + "/config", ["properties"] = config },
            Origin = resource.Origin,
            ApiVersion = resource.ApiVersion,
            Source = resource.Source,
            HasUnresolved = resource.HasUnresolved,
            Condition = resource.Condition,
        };
    }

    /// <summary>
    /// What both leave behind when the same child is described inline and by a resource of its own: the resource is
    /// deployed after its parent, and what it says counts; what it leaves out stays as the parent had it.
    /// </summary>
    public static ArmResource Merge(ArmResource inline, ArmResource child)
    {
        var content = (JObject)inline.Content.DeepClone();
        content.Merge(child.Content, new JsonMergeSettings
        {
            MergeArrayHandling = MergeArrayHandling.Replace,
            MergeNullValueHandling = MergeNullValueHandling.Merge,
            PropertyNameComparison = StringComparison.OrdinalIgnoreCase,
        });
        return child.With(content);
    }
}
