// The first draft of a landing zone for medical records, as it is often found: it deploys, it works, and it breaks many
// requirements. Compare it with ../compliant, or ask why: policygen check templates/samples/landing-zone/non-compliant/main.bicepparam
targetScope = 'subscription'

@description('Region of everything.')
param location string = 'japaneast'

@description('Region of the log archive, where storage is cheapest.')
param archiveLocation string = 'southeastasia'

@description('Short name of the hospital, part of all names.')
@minLength(2)
@maxLength(8)
param hospital string

@description('The landing zone\'s own address space, a /24.')
param addressPrefix string

@secure()
@description('Password of the database administrator.')
param administratorPassword string = newGuid()

var workload = '${hospital}-records'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${workload}'
  location: location
}

module network 'modules/network.bicep' = {
  scope: group
  params: {
    workload: workload
    location: location
    addressPrefix: addressPrefix
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workload: workload
    location: location
  }
}

module images 'modules/storage.bicep' = {
  scope: group
  params: {
    name: take('stimg${hospital}${uniqueString(group.id)}', 24)
    location: location
    containerName: 'images-worm'
    classification: 'medical-record'
  }
}

module logArchive 'modules/storage.bicep' = {
  scope: group
  params: {
    name: take('stlog${hospital}${uniqueString(group.id)}', 24)
    location: archiveLocation
    containerName: 'insights-activity-logs'
    classification: 'audit-log'
  }
}

module keyVault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: take('kv-${hospital}-${uniqueString(group.id)}', 24)
    location: location
  }
}

module database 'modules/database.bicep' = {
  scope: group
  params: {
    name: 'psql-${workload}-${uniqueString(group.id)}'
    location: location
    administratorPassword: administratorPassword
  }
}

module webApp 'modules/web-app.bicep' = {
  scope: group
  params: {
    workload: workload
    location: location
    subnetId: network.outputs.webSubnetId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module backup 'modules/backup.bicep' = {
  scope: group
  params: {
    workload: workload
    location: location
  }
}
