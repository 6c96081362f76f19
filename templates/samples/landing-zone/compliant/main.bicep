// The landing zone of a hospital for medical records and images, as the guidelines of MHLW, MIC and METI ask for it.
// Check it before it is deployed: policygen check templates/samples/landing-zone/compliant/main.bicepparam
targetScope = 'subscription'

import { hubType, tagsType } from 'types.bicep'

@description('Region of everything. Medical information is kept where Japanese law applies.')
@allowed(['japaneast', 'japanwest'])
param location string = 'japaneast'

@description('Short name of the hospital, part of all names.')
@minLength(2)
@maxLength(8)
param hospital string

@description('The environment.')
@allowed(['prod', 'stg', 'dev'])
param environment string = 'prod'

@description('What every resource says about itself.')
param tags tagsType

@description('The hub that the landing zone is connected to: traffic leaves through its firewall.')
param hub hubType

@description('The landing zone\'s own address space, a /24.')
param addressPrefix string

@description('Microsoft Entra group that administers the database. People sign in with their own accounts, never with a shared password.')
param databaseAdministrators { name: string, objectId: string }

@description('Mailbox of those who are on call.')
param onCallEmail string

// A medical record is kept for five years after treatment has ended, and so is the log of who has read it.
var retentionDays = 1826
var workload = '${hospital}-records-${environment}'

// Stores of records and of logs say so: they are then guarded against deletion.
var recordTags = union(tags, { 'data-classification': 'medical-record' })
var logTags = union(tags, { 'data-classification': 'audit-log' })

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${workload}'
  location: location
  tags: tags
}

module network 'modules/network.bicep' = {
  scope: group
  params: {
    workload: workload
    location: location
    tags: tags
    addressPrefix: addressPrefix
    hub: hub
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workload: workload
    location: location
    tags: logTags
    retentionDays: retentionDays
    onCallEmail: onCallEmail
    endpointSubnetId: network.outputs.endpointSubnetId
    dnsZoneIds: network.outputs.monitorDnsZoneIds
  }
}

// Where logs are archived, in a form that nobody can change.
module logArchive 'modules/storage.bicep' = {
  scope: group
  params: {
    name: take('stlog${hospital}${environment}${uniqueString(group.id)}', 24)
    location: location
    tags: logTags
    containerName: 'insights-activity-logs'
    immutableDays: retentionDays
    allowsAppends: true
    workspaceId: monitoring.outputs.workspaceId
    actionGroupId: monitoring.outputs.actionGroupId
    endpointSubnetId: network.outputs.endpointSubnetId
    dnsZoneId: network.outputs.blobDnsZoneId
  }
}

module images 'modules/storage.bicep' = {
  scope: group
  params: {
    name: take('stimg${hospital}${environment}${uniqueString(group.id)}', 24)
    location: location
    tags: recordTags
    containerName: 'images-worm'
    immutableDays: retentionDays
    workspaceId: monitoring.outputs.workspaceId
    actionGroupId: monitoring.outputs.actionGroupId
    endpointSubnetId: network.outputs.endpointSubnetId
    dnsZoneId: network.outputs.blobDnsZoneId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: take('kv-${hospital}-${environment}-${uniqueString(group.id)}', 24)
    location: location
    tags: recordTags
    workspaceId: monitoring.outputs.workspaceId
    endpointSubnetId: network.outputs.endpointSubnetId
    dnsZoneId: network.outputs.vaultDnsZoneId
  }
}

module database 'modules/database.bicep' = {
  scope: group
  params: {
    name: 'psql-${workload}-${uniqueString(group.id)}'
    location: location
    tags: recordTags
    administrators: databaseAdministrators
    workspaceId: monitoring.outputs.workspaceId
    endpointSubnetId: network.outputs.endpointSubnetId
    dnsZoneId: network.outputs.postgresDnsZoneId
  }
}

module webApp 'modules/web-app.bicep' = {
  scope: group
  params: {
    workload: workload
    location: location
    tags: tags
    keyVaultName: keyVault.outputs.name
    databaseName: database.outputs.name
    insightsName: monitoring.outputs.insightsName
    workspaceId: monitoring.outputs.workspaceId
    outboundSubnetId: network.outputs.webSubnetId
    endpointSubnetId: network.outputs.endpointSubnetId
    dnsZoneId: network.outputs.webDnsZoneId
  }
}

module backup 'modules/backup.bicep' = {
  scope: group
  params: {
    workload: workload
    location: location
    tags: recordTags
    storageAccountNames: [images.outputs.name, logArchive.outputs.name]
    workspaceId: monitoring.outputs.workspaceId
  }
}

// A lock of the resource group guards everything in it against deletion by mistake.
module deleteLock 'modules/delete-lock.bicep' = {
  scope: group
  params: { name: 'lock-${workload}' }
}

// Who changed what in the subscription: searchable in the workspace, and archived for as long as the records are kept.
resource activityLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'activity-log'
  properties: {
    workspaceId: monitoring.outputs.workspaceId
    storageAccountId: logArchive.outputs.id
    logs: [for category in ['Administrative', 'Security', 'ServiceHealth', 'Alert', 'Policy', 'Autoscale', 'ResourceHealth']: {
      category: category
      enabled: true
    }]
  }
}
