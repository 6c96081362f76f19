using System.Collections.Frozen;

namespace PolicyGen.Azure;

/// <summary>
/// Well-known resource types that have no tags or no location and that mode Indexed therefore leaves out
/// (MicrosoftDocs/azure-docs, governance/policy/concepts/definition-structure-basics.md, "Mode"). They are subscriptions
/// and resource groups; types without tags in azure-resource-manager/management/tag-support.md (subnets, routes); types
/// that Microsoft's own definitions test with mode All only; and proxy resources, whose REST models have neither.
/// Not complete: a type that is not listed is not judged.
/// </summary>
public static class UnindexedTypes
{
    private static readonly FrozenSet<string> Types = new[]
    {
        "Microsoft.Resources/subscriptions",
        "Microsoft.Resources/subscriptions/resourceGroups",
        "Microsoft.Authorization/locks",
        "Microsoft.Authorization/policyAssignments",
        "Microsoft.Authorization/policyExemptions",
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.Authorization/roleDefinitions",
        "Microsoft.ContainerService/managedClusters/agentPools",
        "Microsoft.DocumentDB/databaseAccounts/sqlDatabases",
        "Microsoft.EventHub/namespaces/authorizationRules",
        "Microsoft.EventHub/namespaces/eventhubs",
        "Microsoft.EventHub/namespaces/networkRuleSets",
        "Microsoft.Insights/diagnosticSettings",
        "Microsoft.KeyVault/vaults/accessPolicies",
        "Microsoft.Network/firewallPolicies/ruleCollectionGroups",
        "Microsoft.Network/networkSecurityGroups/securityRules",
        "Microsoft.Network/routeTables/routes",
        "Microsoft.Network/virtualNetworks/subnets",
        "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
        "Microsoft.RecoveryServices/vaults/backupPolicies",
        "Microsoft.Security/pricings",
        "Microsoft.Security/securityContacts",
        "Microsoft.ServiceBus/namespaces/authorizationRules",
        "Microsoft.ServiceBus/namespaces/networkRuleSets",
        "Microsoft.Sql/servers/administrators",
        "Microsoft.Sql/servers/auditingSettings",
        "Microsoft.Sql/servers/azureADOnlyAuthentications",
        "Microsoft.Sql/servers/databases/transparentDataEncryption",
        "Microsoft.Sql/servers/encryptionProtector",
        "Microsoft.Sql/servers/firewallRules",
        "Microsoft.Sql/servers/securityAlertPolicies",
        "Microsoft.Sql/servers/virtualNetworkRules",
        "Microsoft.Storage/storageAccounts/blobServices",
        "Microsoft.Storage/storageAccounts/blobServices/containers",
        "Microsoft.Storage/storageAccounts/encryptionScopes",
        "Microsoft.Storage/storageAccounts/fileServices",
        "Microsoft.Storage/storageAccounts/fileServices/shares",
        "Microsoft.Storage/storageAccounts/managementPolicies",
        "Microsoft.Storage/storageAccounts/queueServices",
        "Microsoft.Storage/storageAccounts/tableServices",
        "Microsoft.Web/sites/basicPublishingCredentialsPolicies",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a type that mode Indexed is known to leave out.</summary>
    public static bool Contains(string resourceType) => Types.Contains(resourceType);
}
