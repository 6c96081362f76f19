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

    /// <summary>True for a resource that a parent may describe inline as well.</summary>
    public static bool CanBe(ArmResource resource) =>
        resource.Type.StartsWith("Microsoft.Web/sites/", StringComparison.OrdinalIgnoreCase) && resource.Id.EndsWith("/config/web", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a later request leaves of a child: it says what counts, and what it leaves out stays as it was.</summary>
    public static ArmResource Merge(ArmResource earlier, ArmResource later)
    {
        var content = (JObject)earlier.Content.DeepClone();
        content.Merge(later.Content, new JsonMergeSettings
        {
            MergeArrayHandling = MergeArrayHandling.Replace,
            MergeNullValueHandling = MergeNullValueHandling.Merge,
            PropertyNameComparison = StringComparison.OrdinalIgnoreCase,
        });
        return later.With(content);
    }
}
