import { keyVaultType } from '../types.bicep'

param workload string
param location string
param tags object

@description('Containers that are backed up.')
param stores { accountName: string, containerName: string }[]

@description('Vault with the key that encrypts the backups.')
param keyVault keyVaultType

@description('Resource Guard of the security team, in a subscription of theirs.')
param resourceGuardId string
param workspaceId string

// Built-in role Storage Account Backup Contributor.
var backupContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1')

resource accounts 'Microsoft.Storage/storageAccounts@2024-01-01' existing = [for store in stores: {
  name: store.accountName
}]

resource vault 'Microsoft.DataProtection/backupVaults@2024-04-01' = {
  name: 'bvault-${workload}'
  location: location
  tags: tags
  // It reads what it backs up with the first, and uses its key with the second.
  identity: {
    type: 'SystemAssigned,UserAssigned'
    userAssignedIdentities: { '${keyVault.identityId}': {} }
  }
  properties: {
    // The other Japanese region has a copy when this one fails.
    storageSettings: [
      {
        datastoreType: 'VaultStore'
        type: 'GeoRedundant'
      }
    ]
    featureSettings: {
      crossRegionRestoreSettings: { state: 'Enabled' }
      crossSubscriptionRestoreSettings: { state: 'Disabled' }
    }
    // Ransomware goes for the backups first.
    securitySettings: {
      softDeleteSettings: {
        state: 'AlwaysOn'
        retentionDurationInDays: 30
      }
      immutabilitySettings: { state: 'Unlocked' }
      encryptionSettings: {
        state: 'Enabled'
        infrastructureEncryption: 'Enabled'
        keyVaultProperties: { keyUri: '${keyVault.uri}/keys/backup' }
        kekIdentity: {
          identityType: 'UserAssigned'
          identityId: keyVault.identityId
        }
      }
    }
  }

  // What weakens the protection of backups needs the consent of a second person.
  resource guard 'backupResourceGuardProxies' = {
    name: 'DppResourceGuardProxy'
    properties: { resourceGuardResourceId: resourceGuardId }
    dependsOn: [instances]
  }

  // Copies in the vault, out of reach of whoever has taken over the account.
  resource blobPolicy 'backupPolicies' = {
    name: 'blobs-daily'
    properties: {
      objectType: 'BackupPolicy'
      datasourceTypes: ['Microsoft.Storage/storageAccounts/blobServices']
      policyRules: [
        {
          objectType: 'AzureBackupRule'
          name: 'Daily'
          backupParameters: {
            objectType: 'AzureBackupParams'
            backupType: 'Discrete'
          }
          dataStore: {
            objectType: 'DataStoreInfoBase'
            dataStoreType: 'VaultStore'
          }
          trigger: {
            objectType: 'ScheduleBasedTriggerContext'
            schedule: {
              repeatingTimeIntervals: ['R/2026-01-01T02:00:00+09:00/P1D']
              timeZone: 'Tokyo Standard Time'
            }
            taggingCriteria: [
              {
                isDefault: true
                taggingPriority: 99
                tagInfo: { tagName: 'Default' }
              }
            ]
          }
        }
        {
          objectType: 'AzureRetentionRule'
          name: 'Default'
          isDefault: true
          lifecycles: [
            {
              deleteAfter: {
                objectType: 'AbsoluteDeleteOption'
                duration: 'P35D'
              }
              sourceDataStore: {
                objectType: 'DataStoreInfoBase'
                dataStoreType: 'VaultStore'
              }
            }
          ]
        }
      ]
    }
  }

  resource instances 'backupInstances' = [for (store, i) in stores: {
    name: store.accountName
    properties: {
      objectType: 'BackupInstance'
      friendlyName: store.accountName
      dataSourceInfo: {
        objectType: 'Datasource'
        datasourceType: 'Microsoft.Storage/storageAccounts/blobServices'
        resourceID: accounts[i].id
        resourceName: store.accountName
        resourceType: 'Microsoft.Storage/storageAccounts'
        resourceUri: accounts[i].id
        resourceLocation: location
      }
      policyInfo: {
        policyId: blobPolicy.id
        policyParameters: {
          backupDatasourceParametersList: [
            {
              objectType: 'BlobBackupDatasourceParameters'
              containersList: [store.containerName]
            }
          ]
        }
      }
    }
    dependsOn: [backsUp]
  }]
}

resource backsUp 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (store, i) in stores: {
  scope: accounts[i]
  name: guid(accounts[i].id, vault.id, backupContributor)
  properties: {
    principalId: vault.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: backupContributor
  }
}]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'jobs'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}
