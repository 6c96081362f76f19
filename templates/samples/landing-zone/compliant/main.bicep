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

@description('What every resource says about itself.')
param tags tagsType

@description('The hub that the landing zone is connected to: traffic leaves through its firewall.')
param hub hubType

@description('The landing zone\'s own address space, a /24.')
param addressPrefix string

@description('Microsoft Entra group that administers the database. People sign in with their own accounts, never with a shared password.')
param databaseAdministrators { name: string, objectId: string }

@description('Client id of the app registration with which people sign in to the web app.')
param signInClientId string

@description('Object id of the Microsoft Entra group that may let Microsoft\'s support look at data of ours (Customer Lockbox).')
param lockboxApproversId string

@description('Resource Guard of the security team: it wants a second person when the protection of backups is to be weakened.')
param resourceGuardId string

@description('Mailbox of those who are on call.')
param onCallEmail string

@description('When the classification of what is stored here was last reviewed: the change board does so before each deployment.')
param classificationReviewedOn string = utcNow('yyyy-MM-dd')

@description('When a backup was last restored for a test: the pipeline restores the latest one in staging before each deployment.')
param restoreTestedOn string = utcNow('yyyy-MM-dd')

// A medical record is kept for five years after treatment has ended, and so is the log of who has read it.
var retentionDays = 1826
var environment = { production: 'prod', staging: 'stg', test: 'test', development: 'dev' }[tags.environment]
var workload = '${hospital}-records-${environment}'

// The other Japanese region: copies of data go there, and need keys there.
var pairedLocation = location == 'japaneast' ? 'japanwest' : 'japaneast'

// Stores of records and of logs say so: they are then guarded against deletion.
var recordTags = union(tags, { 'data-classification': 'medical-record', 'classification-reviewed': classificationReviewedOn })
var logTags = union(tags, { 'data-classification': 'audit-log', 'classification-reviewed': classificationReviewedOn })
var backupTags = union(recordTags, { 'last-restore-test': restoreTestedOn })

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

// Keys of our own: who has lost trust in the provider takes them away, and with them the data.
module keyVault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: take('kv-${hospital}-${environment}-${uniqueString(group.id)}', 24)
    location: location
    tags: recordTags
    keyNames: ['storage', 'database', 'backup']
    workspaceId: monitoring.outputs.workspaceId
    endpointSubnetId: network.outputs.endpointSubnetId
    endpointLocation: location
    dnsZoneId: network.outputs.vaultDnsZoneId
  }
}

// Backups of the database in the other region are encrypted with a key that is kept there.
module pairedKeyVault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: take('kvp-${hospital}-${environment}-${uniqueString(group.id)}', 24)
    location: pairedLocation
    tags: recordTags
    keyNames: ['database']
    workspaceId: monitoring.outputs.workspaceId
    endpointSubnetId: network.outputs.endpointSubnetId
    endpointLocation: location
    dnsZoneId: network.outputs.vaultDnsZoneId
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
    keyVault: keyVault.outputs.keyVault
    writerIdentityName: network.outputs.flowLogIdentityName
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
    keyVault: keyVault.outputs.keyVault
    workspaceId: monitoring.outputs.workspaceId
    actionGroupId: monitoring.outputs.actionGroupId
    endpointSubnetId: network.outputs.endpointSubnetId
    dnsZoneId: network.outputs.blobDnsZoneId
  }
}

module database 'modules/database.bicep' = {
  scope: group
  params: {
    name: 'psql-${workload}-${uniqueString(group.id)}'
    location: location
    tags: backupTags
    administrators: databaseAdministrators
    keyVault: keyVault.outputs.keyVault
    pairedKeyVault: pairedKeyVault.outputs.keyVault
    workspaceId: monitoring.outputs.workspaceId
    actionGroupId: monitoring.outputs.actionGroupId
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
    keyVaultName: keyVault.outputs.keyVault.name
    signInClientId: signInClientId
    databaseName: database.outputs.name
    insightsName: monitoring.outputs.insightsName
    workspaceId: monitoring.outputs.workspaceId
    actionGroupId: monitoring.outputs.actionGroupId
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
    tags: backupTags
    stores: [
      { accountName: images.outputs.name, containerName: 'images-worm' }
      { accountName: logArchive.outputs.name, containerName: 'insights-activity-logs' }
    ]
    keyVault: keyVault.outputs.keyVault
    resourceGuardId: resourceGuardId
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

// Network Watcher is one per region and subscription, in a group whose name Azure gives. It records the flows of the network.
resource watcherGroup 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'NetworkWatcherRG'
  location: location
  tags: tags
}

module watcherDeleteLock 'modules/delete-lock.bicep' = {
  scope: watcherGroup
  params: { name: 'lock-network-watcher' }
}

module flowLog 'modules/flow-log.bicep' = {
  scope: watcherGroup
  params: {
    workload: workload
    location: location
    tags: tags
    networkId: network.outputs.networkId
    identityId: network.outputs.flowLogIdentityId
    storageAccountId: logArchive.outputs.id
    workspaceId: monitoring.outputs.workspaceId
    retentionDays: 365
  }
}

module defender 'modules/defender.bicep' = {
  params: { contactEmail: onCallEmail }
}

// Built-in role Azure Customer Lockbox Approver for Subscription.
var lockboxApprover = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4dae6930-7baf-46f5-909e-0383bc931c46')

resource approvesSupport 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, lockboxApproversId, lockboxApprover)
  properties: {
    principalId: lockboxApproversId
    principalType: 'Group'
    roleDefinitionId: lockboxApprover
  }
}
