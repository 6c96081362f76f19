param name string
param location string
param tags object
param administrators { name: string, objectId: string }
param workspaceId string
param endpointSubnetId string
param dnsZoneId string

// Encrypted connections only, and a record of who connected and what they did.
var settings = [
  { name: 'require_secure_transport', value: 'on' }
  { name: 'ssl_min_protocol_version', value: 'TLSv1.2' }
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
  properties: {
    createMode: 'Default'
    version: '16'
    storage: { storageSizeGB: 512 }
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
