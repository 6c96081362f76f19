using System.Collections.Frozen;

namespace PolicyGen.Evaluation.Knowledge;

/// <summary>What kind of resource an if-not-exists policy looks for, which decides where it looks and what absence means.</summary>
internal static class RelatedTypes
{
    // MicrosoftDocs/azure-docs, azure-resource-manager/management/extension-resource-types.md: resources that extend others.
    private static readonly FrozenSet<string> Extensions = Set(
        "Microsoft.Advisor/configurations", "Microsoft.Advisor/recommendations", "Microsoft.Advisor/suppressions",
        "Microsoft.Authorization/locks", "Microsoft.Authorization/policyAssignments", "Microsoft.Authorization/policyExemptions",
        "Microsoft.Authorization/roleAssignments", "Microsoft.Automanage/configurationProfileAssignments",
        "Microsoft.Consumption/budgets", "Microsoft.CustomProviders/associations", "Microsoft.EventGrid/eventSubscriptions",
        "Microsoft.GuestConfiguration/guestConfigurationAssignments", "Microsoft.Insights/dataCollectionRuleAssociations",
        "Microsoft.Insights/dataCollectionEndpointAssociations", "Microsoft.Insights/diagnosticSettings", "Microsoft.Insights/guestDiagnosticSettings",
        "Microsoft.KubernetesConfiguration/extensions", "Microsoft.KubernetesConfiguration/fluxConfigurations",
        "Microsoft.KubernetesConfiguration/sourceControlConfigurations", "Microsoft.Maintenance/configurationAssignments",
        "Microsoft.ManagedServices/registrationAssignments", "Microsoft.PolicyInsights/attestations", "Microsoft.PolicyInsights/remediations",
        "Microsoft.RecoveryServices/backupProtectedItems", "Microsoft.DataProtection/backupInstances", "Microsoft.Resources/links", "Microsoft.Resources/tags",
        "Microsoft.Security/advancedThreatProtectionSettings", "Microsoft.Security/assessments", "Microsoft.Security/complianceResults",
        "Microsoft.Security/defenderForStorageSettings", "Microsoft.Security/deviceSecurityGroups", "Microsoft.Security/pricings",
        "Microsoft.SecurityInsights/alertRules", "Microsoft.SecurityInsights/automationRules", "Microsoft.SecurityInsights/dataConnectors",
        "Microsoft.SecurityInsights/onboardingStates", "Microsoft.SecurityInsights/watchlists", "Microsoft.SerialConsole/serialPorts", "Microsoft.WorkloadMonitor/monitors");

    // Written by services while resources run: no template has them.
    private static readonly FrozenSet<string> Runtime = Set(
        "Microsoft.Security/assessments", "Microsoft.Security/complianceResults", "Microsoft.Advisor/recommendations",
        "Microsoft.GuestConfiguration/guestConfigurationAssignments", "Microsoft.WorkloadMonitor/monitors",
        "Microsoft.RecoveryServices/backupProtectedItems", "Microsoft.DataProtection/backupInstances");

    // Made by the service together with the parent, with defaults of its own. A template that does not declare them
    // leaves them as the service makes them (REST specifications of the services: singletons without a create of their own).
    private static readonly FrozenSet<string> ServiceCreated = Set(
        "Microsoft.ApiManagement/service/portalsettings", "Microsoft.ApiManagement/service/tenant",
        "Microsoft.AzureStackHCI/clusters/securitySettings", "Microsoft.Cdn/profiles/afdEndpoints",
        "Microsoft.DBforMySQL/flexibleServers/configurations", "Microsoft.DBforMySQL/servers/configurations",
        "Microsoft.DBforMariaDB/servers/configurations", "Microsoft.DBforPostgreSQL/flexibleServers/configurations",
        "Microsoft.DBforPostgreSQL/servers/configurations", "Microsoft.DBforPostgreSQL/flexibleServers/advancedThreatProtectionSettings",
        "Microsoft.DBforMySQL/flexibleServers/advancedThreatProtectionSettings", "Microsoft.EventHub/namespaces/networkRuleSets",
        "Microsoft.KeyVault/vaults/accessPolicies", "Microsoft.OperationalInsights/workspaces/tables",
        "Microsoft.Security/pricings", "Microsoft.Security/settings", "Microsoft.Security/autoProvisioningSettings",
        "Microsoft.ServiceBus/namespaces/networkRuleSets",
        "Microsoft.Sql/managedInstances/administrators", "Microsoft.Sql/managedInstances/azureADOnlyAuthentications",
        "Microsoft.Sql/managedInstances/encryptionProtector", "Microsoft.Sql/managedInstances/securityAlertPolicies",
        "Microsoft.Sql/managedInstances/vulnerabilityAssessments",
        "Microsoft.Sql/servers/advancedThreatProtectionSettings", "Microsoft.Sql/servers/auditingSettings",
        "Microsoft.Sql/servers/azureADOnlyAuthentications", "Microsoft.Sql/servers/connectionPolicies",
        "Microsoft.Sql/servers/databases/advancedThreatProtectionSettings", "Microsoft.Sql/servers/databases/auditingSettings",
        "Microsoft.Sql/servers/databases/backupLongTermRetentionPolicies", "Microsoft.Sql/servers/databases/backupShortTermRetentionPolicies",
        "Microsoft.Sql/servers/databases/securityAlertPolicies", "Microsoft.Sql/servers/databases/transparentDataEncryption",
        "Microsoft.Sql/servers/databases/vulnerabilityAssessments",
        "Microsoft.Sql/servers/devOpsAuditingSettings", "Microsoft.Sql/servers/encryptionProtector", "Microsoft.Sql/servers/extendedAuditingSettings",
        "Microsoft.Sql/servers/securityAlertPolicies", "Microsoft.Sql/servers/sqlVulnerabilityAssessments", "Microsoft.Sql/servers/vulnerabilityAssessments",
        "Microsoft.Storage/storageAccounts/blobServices", "Microsoft.Storage/storageAccounts/fileServices",
        "Microsoft.Storage/storageAccounts/queueServices", "Microsoft.Storage/storageAccounts/tableServices",
        "Microsoft.Synapse/workspaces/auditingSettings", "Microsoft.Synapse/workspaces/azureADOnlyAuthentications",
        "Microsoft.Synapse/workspaces/dedicatedSQLminimalTlsSettings", "Microsoft.Synapse/workspaces/securityAlertPolicies",
        "Microsoft.Synapse/workspaces/sqlPools/transparentDataEncryption",
        "Microsoft.Web/sites/basicPublishingCredentialsPolicies", "Microsoft.Web/sites/config",
        "Microsoft.Web/sites/slots/basicPublishingCredentialsPolicies", "Microsoft.Web/sites/slots/config");

    /// <summary>True for a type that extends other resources and is looked for at the resource itself.</summary>
    public static bool IsExtension(string type) => Extensions.Contains(type);

    /// <summary>
    /// True for an extension that a resource inherits from its resource group and subscription: locks and role assignments
    /// (azure-resource-manager/management/lock-resources.md, "Lock inheritance"; role-based-access-control/scope-overview.md).
    /// </summary>
    public static bool IsInherited(string type) =>
        type.Equals("Microsoft.Authorization/locks", StringComparison.OrdinalIgnoreCase) || type.Equals("Microsoft.Authorization/roleAssignments", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a type that only services write: assessments, guest configuration, backup items.</summary>
    public static bool IsRuntime(string type) => Runtime.Contains(type);

    /// <summary>True for a type that the service makes by itself: its absence from a template says nothing.</summary>
    public static bool IsServiceCreated(string type) =>
        ServiceCreated.Contains(type) || type.EndsWith("/privateEndpointConnections", StringComparison.OrdinalIgnoreCase);

    private static FrozenSet<string> Set(params string[] types) => types.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
