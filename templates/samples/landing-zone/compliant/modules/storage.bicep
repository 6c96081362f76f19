import { keyVaultType } from '../types.bicep'

@minLength(3)
@maxLength(24)
param name string
param location string
param tags object

@description('The container; its blobs can be neither changed nor deleted.')
param containerName string

@description('For how many days they cannot.')
@minValue(1)
param immutableDays int

@description('True where a service adds to blobs that it has begun: Azure Monitor does.')
param allowsAppends bool = false

@description('Vault with the key that encrypts the account.')
param keyVault keyVaultType

@description('Identity of the same resource group that writes blobs.')
param writerIdentityName string = ''
param workspaceId string
param actionGroupId string
param endpointSubnetId string
param dnsZoneId string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  // Three zones, and a copy in the other Japanese region.
  sku: { name: 'Standard_GZRS' }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${keyVault.identityId}': {} }
  }
  properties: {
    accessTier: 'Hot'
    supportsHttpsTrafficOnly: true
    minimumTlsVersion: 'TLS1_2'
    // People and services sign in with Microsoft Entra ID; a key would be shared and anonymous.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    isSftpEnabled: false
    allowBlobPublicAccess: false
    // Data is not copied to other tenants, neither by replication nor by hand.
    allowCrossTenantReplication: false
    allowedCopyScope: 'AAD'
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'AzureServices'
    }
    // Nobody can change or delete versions of blobs. It has to be said when the account is created. A policy that is not
    // locked can be shortened: lock it by hand once the days are agreed, and then say so here.
    immutableStorageWithVersioning: {
      enabled: true
      immutabilityPolicy: {
        state: 'Unlocked'
        immutabilityPeriodSinceCreationInDays: immutableDays
        allowProtectedAppendWrites: allowsAppends
      }
    }
    encryption: {
      keySource: 'Microsoft.Keyvault'
      identity: { userAssignedIdentity: keyVault.identityId }
      keyvaultproperties: {
        keyvaulturi: keyVault.uri
        keyname: 'storage'
      }
      requireInfrastructureEncryption: true
      services: {
        blob: {
          enabled: true
          keyType: 'Account'
        }
      }
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      changeFeed: { enabled: true }
      deleteRetentionPolicy: {
        enabled: true
        days: 35
      }
      containerDeleteRetentionPolicy: {
        enabled: true
        days: 35
      }
    }

    resource container 'containers' = {
      name: containerName
      properties: { publicAccess: 'None' }

      // This one cannot be locked by a template.
      resource immutability 'immutabilityPolicies' = {
        name: 'default'
        properties: {
          immutabilityPeriodSinceCreationInDays: immutableDays
          allowProtectedAppendWrites: allowsAppends
        }
      }
    }
  }

  // There are no file shares. Should one come to be, it is encrypted on the way and can be brought back.
  resource files 'fileServices' = {
    name: 'default'
    properties: {
      protocolSettings: {
        smb: {
          versions: 'SMB3.1.1;'
          authenticationMethods: 'Kerberos;'
          kerberosTicketEncryption: 'AES-256;'
          channelEncryption: 'AES-256-GCM;'
        }
      }
      shareDeleteRetentionPolicy: {
        enabled: true
        days: 35
      }
    }
  }

  // What nobody opens any more moves to cheaper tiers. Nothing is deleted before its time.
  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'cool-then-delete'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: { blobTypes: ['blockBlob'] }
              actions: {
                baseBlob: {
                  tierToCool: { daysAfterModificationGreaterThan: 90 }
                  delete: { daysAfterModificationGreaterThan: immutableDays + 365 }
                }
                version: {
                  delete: { daysAfterCreationGreaterThan: immutableDays + 365 }
                }
              }
            }
          }
        ]
      }
    }
    dependsOn: [blobs]
  }
}

// Who has read, written or deleted what.
resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::blobs
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

resource fileLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::files
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

// Built-in role Storage Blob Data Contributor.
var blobContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')

resource writer 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = if (!empty(writerIdentityName)) {
  name: writerIdentityName
}

resource writesBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(writerIdentityName)) {
  scope: account
  name: guid(account.id, writer.id, blobContributor)
  properties: {
    principalId: writer!.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: blobContributor
  }
}

module capacityAlert 'metric-alert.bicep' = {
  name: 'capacity-${name}'
  params: {
    name: 'alert-${name}-capacity'
    meaning: 'The account holds more than 4 TB.'
    tags: tags
    targetId: account.id
    metricNamespace: 'Microsoft.Storage/storageAccounts'
    metricName: 'UsedCapacity'
    threshold: 4000000000000
    period: 'PT1H'
    actionGroupId: actionGroupId
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'endpoint-${name}'
  params: {
    targetId: account.id
    groupId: 'blob'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    dnsZoneIds: [dnsZoneId]
  }
}

output id string = account.id
output name string = account.name
