using Newtonsoft.Json.Linq;

namespace PolicyGen.Bicep;

/// <summary>
/// The scope that a template is for, which its <c>$schema</c> names (azure-docs, azure-resource-manager/templates/syntax.md,
/// "Template format").
/// </summary>
internal static class TargetScopes
{
    public const string ResourceGroup = "resourceGroup";
    public const string Subscription = "subscription";
    public const string ManagementGroup = "managementGroup";
    public const string Tenant = "tenant";

    /// <summary>The scope, or null when the document is no template.</summary>
    public static string? Of(JObject template)
    {
        if (template["$schema"] is not JValue { Value: string schema })
            return null;
        var name = schema.TrimEnd('#');
        name = name[(name.LastIndexOf('/') + 1)..];
        return name.ToUpperInvariant() switch
        {
            "DEPLOYMENTTEMPLATE.JSON" => ResourceGroup,
            "SUBSCRIPTIONDEPLOYMENTTEMPLATE.JSON" => Subscription,
            "MANAGEMENTGROUPDEPLOYMENTTEMPLATE.JSON" => ManagementGroup,
            "TENANTDEPLOYMENTTEMPLATE.JSON" => Tenant,
            _ => null,
        };
    }

    /// <summary>
    /// The ids that the compiler takes for the scope, and whether one of them is a placeholder. The deployment is called
    /// after its file, as Azure CLI does (<c>az deployment … create --name</c>).
    /// </summary>
    public static (BicepSnapshotMetadata Metadata, bool UsesPlaceholders) MetadataFor(string scope, DeploymentContext context, string file)
    {
        var hasSubscription = scope is ResourceGroup or Subscription;
        var hasGroup = scope is ResourceGroup;
        var hasManagementGroup = scope is ManagementGroup;
        return (new BicepSnapshotMetadata(
            context.TenantId,
            hasSubscription ? context.SubscriptionId ?? DeploymentContext.PlaceholderSubscription : null,
            hasManagementGroup ? context.ManagementGroup ?? DeploymentContext.PlaceholderManagementGroup : null,
            hasGroup ? context.ResourceGroup ?? DeploymentContext.PlaceholderResourceGroup : null,
            context.Location,
            Path.GetFileNameWithoutExtension(file)),
            (hasSubscription && context.SubscriptionId is null) || (hasGroup && context.ResourceGroup is null) || (hasManagementGroup && context.ManagementGroup is null));
    }
}
