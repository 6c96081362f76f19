using Newtonsoft.Json.Linq;

namespace PolicyGen.Tests.Support;

/// <summary>Resources as ARM returns them, to be judged without a compiler.</summary>
internal static class Exports
{
    public const string Subscription = "/subscriptions/11111111-0000-0000-0000-000000000001";
    public const string Group = Subscription + "/resourceGroups/rg-clinic";

    /// <summary>A storage account; violates storage-minimum-tls-version (high) where it accepts TLS 1.0.</summary>
    public static JObject Storage(string name, string tls = "TLS1_0", string group = Group) => new()
    {
        ["id"] = $"{group}/providers/Microsoft.Storage/storageAccounts/{name}",
        ["type"] = "Microsoft.Storage/storageAccounts",
        ["name"] = name,
        ["location"] = "japaneast",
        ["kind"] = "StorageV2",
        ["sku"] = new JObject { ["name"] = "Standard_GZRS" },
        ["properties"] = new JObject { ["minimumTlsVersion"] = tls, ["supportsHttpsTrafficOnly"] = true, ["allowCrossTenantReplication"] = false },
    };

    /// <summary>A key vault without purge protection (high) and with access policies (medium).</summary>
    public static JObject Vault(string name) => new()
    {
        ["id"] = $"{Group}/providers/Microsoft.KeyVault/vaults/{name}",
        ["type"] = "Microsoft.KeyVault/vaults",
        ["name"] = name,
        ["location"] = "japaneast",
        ["properties"] = new JObject
        {
            ["tenantId"] = "22222222-0000-0000-0000-000000000002",
            ["sku"] = new JObject { ["family"] = "A", ["name"] = "premium" },
            ["enableRbacAuthorization"] = false,
            ["enableSoftDelete"] = true,
        },
    };

    /// <summary>The resources as a list of ARM.</summary>
    public static string List(params JObject[] resources) => new JObject { ["value"] = new JArray(resources) }.ToString();
}
