import { keyVaultType } from '../types.bicep'

param name string
param location string
param tags object
param administrators { name: string, objectId: string }

@description('Vault with the key that encrypts the server.')
param keyVault keyVaultType

@description('Vault in the paired region, with the key that encrypts the backups there.')
param pairedKeyVault keyVaultType
param workspaceId string
param actionGroupId string
param endpointSubnetId string
param dnsZoneId string

// Encrypted connections only, a delay after wrong passwords, and a record of who connected and what they did.
var settings = [
  { name: 'require_secure_transport', value: 'on' }
  { name: 'ssl_min_protocol_version', value: 'TLSv1.2' }
  { name: 'connection_throttle.enable', value: 'on' }
  { name: 'log_line_prefix', value: '%m [%p] user=%u,db=%d,app=%a,client=%h ' }
  { name: 'log_connections', value: 'on' }
  { name: 'log_disconnections', value: 'on' }
  { name: 'azure.extensions', value: 'pgaudit' }
  { name: 'shared_preload_libraries', value: 'pgaudit' }
  { name: 'pgaudit.log', value: 'read,write,ddl,role' }
]

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Standard_D4ds_v5'
    tier: 'GeneralPurpose'
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${keyVault.identityId}': {}
      '${pairedKeyVault.identityId}': {}
    }
  }
  properties: {
    createMode: 'Default'
    version: '16'
    storage: { storageSizeGB: 512 }
    // It has to be chosen when the server is created.
    dataEncryption: {
      type: 'AzureKeyVault'
      primaryKeyURI: '${keyVault.uri}/keys/database'
      primaryUserAssignedIdentityId: keyVault.identityId
      geoBackupKeyURI: '${pairedKeyVault.uri}/keys/database'
      geoBackupUserAssignedIdentityId: pairedKeyVault.identityId
    }
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    backup: {
      backupRetentionDays: 35
      geoRedundantBackup: 'Enabled'
    }
    highAvailability: { mode: 'ZoneRedundant' }
    network: { publicNetworkAccess: 'Disabled' }
  }

  resource administrator 'administrators' = {
    name: administrators.objectId
    properties: {
      principalName: administrators.name
      principalType: 'Group'
      tenantId: tenant().tenantId
    }
  }

  // The service takes one change at a time.
  @batchSize(1)
  resource configurations 'configurations' = [for setting in settings: {
    name: setting.name
    properties: {
      value: setting.value
      source: 'user-override'
    }
    dependsOn: [administrator]
  }]

  // Warns of attempts to guess passwords and of unusual access.
  resource threatProtection 'advancedThreatProtectionSettings' = {
    name: 'Default'
    properties: { state: 'Enabled' }
    dependsOn: [configurations]
  }

  resource records 'databases' = {
    name: 'records'
    properties: {
      charset: 'UTF8'
      collation: 'ja_JP.utf8'
    }
    dependsOn: [configurations]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: server
  name: 'access'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

// A full disk makes the server read-only.
module capacityAlert 'metric-alert.bicep' = {
  name: 'capacity-${name}'
  params: {
    name: 'alert-${name}-capacity'
    meaning: 'The disk of the database is fuller than 80 percent.'
    tags: tags
    targetId: server.id
    metricNamespace: 'Microsoft.DBforPostgreSQL/flexibleServers'
    metricName: 'storage_percent'
    threshold: 80
    actionGroupId: actionGroupId
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'endpoint-${name}'
  params: {
    targetId: server.id
    groupId: 'postgresqlServer'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    dnsZoneIds: [dnsZoneId]
  }
}

output name string = server.name
