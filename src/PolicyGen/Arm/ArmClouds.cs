using Azure.Identity;

namespace PolicyGen.Arm;

/// <summary>Where a cloud is.</summary>
/// <param name="Endpoint">Azure Resource Manager.</param>
/// <param name="AuthorityHost">Microsoft Entra ID.</param>
/// <param name="Audience">Audience of tokens for Azure Resource Manager.</param>
/// <param name="Portal">The portal, for links in reports.</param>
public sealed record ArmCloudAddresses(Uri Endpoint, Uri AuthorityHost, string Audience, Uri Portal);

/// <summary>
/// The clouds. Endpoints and audiences are those of Azure.ResourceManager's <c>ArmEnvironment</c>, authorities those of
/// Azure.Identity's <c>AzureAuthorityHosts</c>, portals those of Azure CLI's table of clouds.
/// </summary>
public static class ArmClouds
{
    /// <summary>The addresses of a cloud.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cloud.</exception>
    public static ArmCloudAddresses Of(ArmCloud cloud) => cloud switch
    {
        ArmCloud.Public => Addresses("https://management.azure.com", AzureAuthorityHosts.AzurePublicCloud, "https://portal.azure.com"),
        ArmCloud.UsGovernment => Addresses("https://management.usgovcloudapi.net", AzureAuthorityHosts.AzureGovernment, "https://portal.azure.us"),
        ArmCloud.China => Addresses("https://management.chinacloudapi.cn", AzureAuthorityHosts.AzureChina, "https://portal.azure.cn"),
        _ => throw new ArgumentOutOfRangeException(nameof(cloud), cloud, "There is no such cloud."),
    };

    private static ArmCloudAddresses Addresses(string endpoint, Uri authority, string portal) =>
        new(new Uri(endpoint), authority, endpoint + "/", new Uri(portal));
}
