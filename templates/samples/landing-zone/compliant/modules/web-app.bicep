param workload string
param location string
param tags object
param keyVaultName string
param databaseName string

@description('Client id of the app registration with which people sign in.')
param signInClientId string
param insightsName string
param workspaceId string
param actionGroupId string
param outboundSubnetId string
param endpointSubnetId string
param dnsZoneId string

// Built-in role Key Vault Secrets User.
var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: keyVaultName
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' existing = {
  name: databaseName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${workload}-web'
  location: location
  tags: tags
}

resource readsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, secretsUser)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretsUser
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'asp-${workload}'
  location: location
  tags: tags
  kind: 'linux'
  sku: {
    name: 'P1v3'
    capacity: 3
  }
  properties: {
    reserved: true
    zoneRedundant: true
  }
}

resource site 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-${workload}-${uniqueString(resourceGroup().id)}'
  location: location
  tags: tags
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Devices prove with a certificate of the hospital that they belong to it, before people sign in.
    clientCertEnabled: true
    clientCertMode: 'Required'
    publicNetworkAccess: 'Disabled'
    virtualNetworkSubnetId: outboundSubnetId
    // All it sends passes the network, and so the firewall of the hub.
    vnetRouteAllEnabled: true
    vnetContentShareEnabled: true
    vnetImagePullEnabled: true
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      linuxFxVersion: 'DOTNETCORE|10.0'
      alwaysOn: true
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      minTlsCipherSuite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'
      healthCheckPath: '/health'
      // Only pages of the app itself call it.
      cors: { allowedOrigins: [] }
      // FTP has no place here, and plain FTP would show passwords.
      ftpsState: 'Disabled'
      remoteDebuggingEnabled: false
      ipSecurityRestrictionsDefaultAction: 'Deny'
      scmIpSecurityRestrictionsDefaultAction: 'Deny'
      appSettings: [
        {
          name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
          value: insights.properties.ConnectionString
        }
        {
          name: 'DATABASE_HOST'
          value: database.properties.fullyQualifiedDomainName
        }
        {
          // The app proves who it is with its identity, so that its registration needs no secret.
          name: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
          value: identity.properties.clientId
        }
        {
          // The value stays in the vault; the identity above reads it.
          name: 'VIEWER_SIGNING_SECRET'
          value: '@Microsoft.KeyVault(VaultName=${keyVaultName};SecretName=viewer-signing)'
        }
      ]
    }
  }

  // Nobody gets to the app without signing in.
  resource signIn 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'RedirectToLoginPage'
        redirectToProvider: 'azureactivedirectory'
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: signInClientId
            clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
            openIdIssuer: '${az.environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
        }
      }
      httpSettings: { requireHttps: true }
      login: {
        tokenStore: { enabled: true }
      }
    }
  }

  // Publishing uses Microsoft Entra ID, not the passwords of a publish profile.
  resource ftpPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scmPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: site
  name: 'access'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

module responseTimeAlert 'metric-alert.bicep' = {
  params: {
    name: 'alert-${site.name}-response-time'
    meaning: 'Pages take longer than the 3 seconds agreed on with the wards.'
    tags: tags
    targetId: site.id
    metricNamespace: 'Microsoft.Web/sites'
    metricName: 'HttpResponseTime'
    threshold: 3
    actionGroupId: actionGroupId
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'endpoint-${site.name}'
  params: {
    targetId: site.id
    groupId: 'sites'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    dnsZoneIds: [dnsZoneId]
  }
}
