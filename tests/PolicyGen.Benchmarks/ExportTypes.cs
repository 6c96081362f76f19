using System.Collections.Immutable;

namespace PolicyGen.Benchmarks;

/// <summary>How resources of a type look in an export.</summary>
/// <param name="Type">Type.</param>
/// <param name="Sku">Names of SKUs; empty for none.</param>
/// <param name="Kind">Kinds; empty for none.</param>
/// <param name="Switches">Paths under properties that hold true or false.</param>
/// <param name="Choices">Paths under properties with the texts that they hold, <c>path=a|b</c>.</param>
/// <param name="List">A list under properties that makes up the size: its name and what its entries hold.</param>
internal sealed record ExportType(string Type, string Sku, string Kind, string Switches, string Choices, string List)
{
    /// <summary>Forty types, in the order in which fewer are taken.</summary>
    public static ImmutableArray<ExportType> All { get; } =
    [
        new("Microsoft.Storage/storageAccounts", "Standard_LRS|Standard_GRS|Premium_LRS", "StorageV2|BlobStorage",
            "supportsHttpsTrafficOnly allowBlobPublicAccess allowSharedKeyAccess allowCrossTenantReplication isHnsEnabled encryption.requireInfrastructureEncryption",
            "minimumTlsVersion=TLS1_0|TLS1_2 publicNetworkAccess=Enabled|Disabled accessTier=Hot|Cool networkAcls.defaultAction=Allow|Deny networkAcls.bypass=AzureServices encryption.keySource=Microsoft.Storage|Microsoft.Keyvault", "privateEndpointConnections=connection"),
        new("Microsoft.KeyVault/vaults", "", "", "enableRbacAuthorization enableSoftDelete enablePurgeProtection enabledForDeployment enabledForTemplateDeployment",
            "publicNetworkAccess=Enabled|Disabled networkAcls.defaultAction=Allow|Deny networkAcls.bypass=None|AzureServices sku.name=standard|premium", "accessPolicies=policy"),
        new("Microsoft.Compute/virtualMachines", "", "", "osProfile.linuxConfiguration.disablePasswordAuthentication securityProfile.encryptionAtHost securityProfile.uefiSettings.secureBootEnabled diagnosticsProfile.bootDiagnostics.enabled",
            "hardwareProfile.vmSize=Standard_D2s_v5|Standard_E4s_v5 storageProfile.osDisk.osType=Linux|Windows storageProfile.osDisk.createOption=FromImage securityProfile.securityType=TrustedLaunch|Standard", "storageProfile.dataDisks=disk"),
        new("Microsoft.Network/networkSecurityGroups", "", "", "flushConnection", "", "securityRules=rule"),
        new("Microsoft.Sql/servers", "", "v12.0", "restrictOutboundNetworkAccess administrators.azureADOnlyAuthentication",
            "minimalTlsVersion=1.0|1.2|None publicNetworkAccess=Enabled|Disabled version=12.0 state=Ready administrators.principalType=Group|User", "privateEndpointConnections=connection"),
        new("Microsoft.Sql/servers/databases", "GP_S_Gen5|BC_Gen5|Standard", "v12.0,user", "zoneRedundant isLedgerOn isInfraEncryptionEnabled",
            "status=Online|Paused requestedBackupStorageRedundancy=Geo|Local|Zone readScale=Disabled|Enabled", "keys=setting"),
        new("Microsoft.ContainerService/managedClusters", "Base|Automatic", "", "enableRBAC disableLocalAccounts aadProfile.managed aadProfile.enableAzureRBAC apiServerAccessProfile.enablePrivateCluster oidcIssuerProfile.enabled",
            "networkProfile.networkPlugin=azure|kubenet networkProfile.networkPolicy=calico|azure autoUpgradeProfile.upgradeChannel=stable|none kubernetesVersion=1.30.4|1.29.9", "agentPoolProfiles=pool"),
        new("Microsoft.Web/sites", "", "app|app,linux|functionapp", "httpsOnly clientCertEnabled enabled siteConfig.http20Enabled siteConfig.alwaysOn vnetRouteAllEnabled",
            "siteConfig.minTlsVersion=1.0|1.2|1.3 siteConfig.ftpsState=Disabled|AllAllowed publicNetworkAccess=Enabled|Disabled", "hostNameSslStates=host"),
        new("Microsoft.Insights/diagnosticSettings", "", "", "", "logAnalyticsDestinationType=Dedicated|AzureDiagnostics", "logs=log"),
        new("Microsoft.Authorization/locks", "", "", "", "level=CanNotDelete|ReadOnly notes=Keep|Do_not_remove", "owners=setting"),
        new("Microsoft.Network/virtualNetworks", "", "", "enableDdosProtection enableVmProtection", "encryption.enforcement=AllowUnencrypted|DropUnencrypted", "subnets=subnet"),
        new("Microsoft.Network/publicIPAddresses", "Standard|Basic", "", "", "publicIPAllocationMethod=Static|Dynamic publicIPAddressVersion=IPv4|IPv6 ddosSettings.protectionMode=Enabled|Disabled", "ipTags=setting"),
        new("Microsoft.Network/networkInterfaces", "", "regular", "enableAcceleratedNetworking enableIPForwarding primary", "nicType=Standard", "ipConfigurations=subnet"),
        new("Microsoft.Network/applicationGateways", "", "", "enableHttp2 webApplicationFirewallConfiguration.enabled", "sku.name=WAF_v2|Standard_v2 webApplicationFirewallConfiguration.firewallMode=Detection|Prevention sslPolicy.minProtocolVersion=TLSv1_0|TLSv1_2", "httpListeners=host"),
        new("Microsoft.Network/loadBalancers", "Standard|Basic", "", "", "resourceState=Ready|Updating", "loadBalancingRules=rule"),
        new("Microsoft.Network/azureFirewalls", "", "", "", "threatIntelMode=Alert|Deny|Off sku.tier=Standard|Premium", "networkRuleCollections=rule"),
        new("Microsoft.Network/privateEndpoints", "", "", "", "resourceState=Ready|Updating", "privateLinkServiceConnections=connection"),
        new("Microsoft.Network/routeTables", "", "", "disableBgpRoutePropagation", "resourceState=Ready|Updating", "routes=setting"),
        new("Microsoft.Compute/disks", "Premium_LRS|StandardSSD_LRS", "", "burstingEnabled", "networkAccessPolicy=AllowAll|DenyAll publicNetworkAccess=Enabled|Disabled encryption.type=EncryptionAtRestWithPlatformKey|EncryptionAtRestWithCustomerKey", "shares=setting"),
        new("Microsoft.Compute/virtualMachineScaleSets", "Standard_D2s_v5", "", "overprovision singlePlacementGroup virtualMachineProfile.securityProfile.encryptionAtHost", "upgradePolicy.mode=Automatic|Manual orchestrationMode=Flexible|Uniform", "profiles=pool"),
        new("Microsoft.Compute/virtualMachines/extensions", "", "", "autoUpgradeMinorVersion enableAutomaticUpgrade", "publisher=Microsoft.Azure.Monitor|Microsoft.GuestConfiguration type=AzureMonitorLinuxAgent|ConfigurationforLinux", "settings.items=setting"),
        new("Microsoft.DBforPostgreSQL/flexibleServers", "Standard_D2ds_v4", "", "authConfig.passwordAuth", "version=14|16 highAvailability.mode=Disabled|ZoneRedundant network.publicNetworkAccess=Enabled|Disabled backup.geoRedundantBackup=Enabled|Disabled", "privateEndpointConnections=connection"),
        new("Microsoft.DBforMySQL/flexibleServers", "Standard_D2ds_v4", "", "", "version=8.0.21 network.publicNetworkAccess=Enabled|Disabled backup.geoRedundantBackup=Enabled|Disabled", "privateEndpointConnections=connection"),
        new("Microsoft.DocumentDB/databaseAccounts", "", "GlobalDocumentDB|MongoDB", "disableLocalAuth disableKeyBasedMetadataWriteAccess enableAutomaticFailover isVirtualNetworkFilterEnabled", "publicNetworkAccess=Enabled|Disabled minimalTlsVersion=Tls12|Tls backupPolicy.type=Periodic|Continuous", "locations=location"),
        new("Microsoft.Cache/redis", "", "", "enableNonSslPort disableAccessKeyAuthentication", "minimumTlsVersion=1.0|1.2 publicNetworkAccess=Enabled|Disabled sku.name=Basic|Standard|Premium", "linkedServers=connection"),
        new("Microsoft.EventHub/namespaces", "Standard|Premium", "", "disableLocalAuth isAutoInflateEnabled kafkaEnabled", "minimumTlsVersion=1.0|1.2 publicNetworkAccess=Enabled|Disabled", "privateEndpointConnections=connection"),
        new("Microsoft.ServiceBus/namespaces", "Standard|Premium", "", "disableLocalAuth zoneRedundant", "minimumTlsVersion=1.0|1.2 publicNetworkAccess=Enabled|Disabled", "privateEndpointConnections=connection"),
        new("Microsoft.ContainerRegistry/registries", "Basic|Premium", "", "adminUserEnabled anonymousPullEnabled dataEndpointEnabled", "publicNetworkAccess=Enabled|Disabled policies.quarantinePolicy.status=enabled|disabled zoneRedundancy=Enabled|Disabled", "privateEndpointConnections=connection"),
        new("Microsoft.OperationalInsights/workspaces", "", "", "features.disableLocalAuth features.enableLogAccessUsingOnlyResourcePermissions", "publicNetworkAccessForIngestion=Enabled|Disabled publicNetworkAccessForQuery=Enabled|Disabled sku.name=PerGB2018", "privateLinkScopedResources=connection"),
        new("Microsoft.Insights/components", "", "web|other", "DisableLocalAuth DisableIpMasking", "Application_Type=web|other IngestionMode=LogAnalytics publicNetworkAccessForIngestion=Enabled|Disabled", "PrivateLinkScopedResources=connection"),
        new("Microsoft.RecoveryServices/vaults", "RS0|Standard", "", "", "publicNetworkAccess=Enabled|Disabled securitySettings.immutabilitySettings.state=Disabled|Locked securitySettings.softDeleteSettings.softDeleteState=Enabled|Disabled", "privateEndpointConnections=connection"),
        new("Microsoft.Automation/automationAccounts", "", "", "disableLocalAuth publicNetworkAccess", "state=Ok encryption.keySource=Microsoft.Automation|Microsoft.Keyvault", "privateEndpointConnections=connection"),
        new("Microsoft.CognitiveServices/accounts", "S0|F0", "OpenAI|CognitiveServices", "disableLocalAuth restrictOutboundNetworkAccess", "publicNetworkAccess=Enabled|Disabled networkAcls.defaultAction=Allow|Deny", "capabilities=setting"),
        new("Microsoft.MachineLearningServices/workspaces", "Basic", "Default|Hub", "hbiWorkspace allowPublicAccessWhenBehindVnet v1LegacyMode", "publicNetworkAccess=Enabled|Disabled managedNetwork.isolationMode=Disabled|AllowInternetOutbound", "outboundRules=rule"),
        new("Microsoft.Synapse/workspaces", "", "", "azureADOnlyAuthentication trustedServiceBypassEnabled", "publicNetworkAccess=Enabled|Disabled managedVirtualNetwork=default", "privateEndpointConnections=connection"),
        new("Microsoft.DataFactory/factories", "", "", "purviewConfiguration.enabled", "publicNetworkAccess=Enabled|Disabled version=2018-06-01", "globalParameters=setting"),
        new("Microsoft.ApiManagement/service", "Developer|Premium", "", "disableGateway enableClientCertificate", "publicNetworkAccess=Enabled|Disabled virtualNetworkType=None|Internal|External platformVersion=stv1|stv2", "hostnameConfigurations=host"),
        new("Microsoft.App/containerApps", "", "", "configuration.ingress.external configuration.ingress.allowInsecure", "configuration.activeRevisionsMode=Single|Multiple", "containers=setting"),
        new("Microsoft.Web/serverfarms", "P1v3|B1", "linux|app", "zoneRedundant perSiteScaling reserved", "status=Ready", "hostingProfiles=setting"),
        new("Microsoft.ManagedIdentity/userAssignedIdentities", "", "", "", "isolationScope=None|Regional", "federated=setting"),
    ];
}
