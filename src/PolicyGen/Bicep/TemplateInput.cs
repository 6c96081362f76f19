namespace PolicyGen.Bicep;

/// <summary>A template to expand.</summary>
/// <param name="Path">A .bicep or .bicepparam file, or an ARM template (.json), as the user names it.</param>
/// <param name="ParameterFile">
/// Values for the parameters: an ARM parameter file (.json), or the .bicepparam file that names the template; null for the
/// defaults. A .bicepparam file as <paramref name="Path"/> takes none.
/// </param>
public sealed record TemplateInput(string Path, string? ParameterFile = null);

/// <summary>
/// What is known about the deployment: what <c>tenant()</c>, <c>subscription()</c>, <c>resourceGroup()</c>,
/// <c>managementGroup()</c> and <c>deployment()</c> give. What the target scope of a template does not have is not used.
/// </summary>
/// <param name="TenantId">Tenant id; unknown when null.</param>
/// <param name="SubscriptionId">Subscription id (a GUID); <see cref="PlaceholderSubscription"/> when null.</param>
/// <param name="ResourceGroup">Name of the resource group; <see cref="PlaceholderResourceGroup"/> when null.</param>
/// <param name="ManagementGroup">Name of the management group; <see cref="PlaceholderManagementGroup"/> when null.</param>
/// <param name="Location">
/// Location of the resource group, or of the deployment at the other scopes: what <c>resourceGroup().location</c> and
/// <c>deployment().location</c> give. They stay unknown when null.
/// </param>
public sealed record DeploymentContext(string? TenantId = null, string? SubscriptionId = null, string? ResourceGroup = null, string? ManagementGroup = null, string? Location = null)
{
    /// <summary>Stands for the subscription that is not known, so that resource ids are whole.</summary>
    public const string PlaceholderSubscription = "00000000-0000-0000-0000-000000000000";

    /// <summary>Stands for the resource group that is not known.</summary>
    public const string PlaceholderResourceGroup = "placeholder-rg";

    /// <summary>Stands for the management group that is not known.</summary>
    public const string PlaceholderManagementGroup = "placeholder-mg";

    /// <summary>Nothing is known.</summary>
    public static DeploymentContext Unknown { get; } = new();
}
