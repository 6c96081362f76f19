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
    encryption: {
      keySource: 'Microsoft.Storage'
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

      // A policy that is not locked can be shortened: lock it by hand once the days are agreed, since a template cannot.
      resource immutability 'immutabilityPolicies' = {
        name: 'default'
        properties: {
          immutabilityPeriodSinceCreationInDays: immutableDays
          allowProtectedAppendWrites: allowsAppends
        }
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

// Who has read, written or deleted which image.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
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

resource capacityAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${name}-capacity'
  location: 'global'
  tags: tags
  properties: {
    description: 'The account holds more than 4 TB.'
    severity: 2
    enabled: true
    scopes: [account.id]
    evaluationFrequency: 'PT1H'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'used'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Storage/storageAccounts'
          metricName: 'UsedCapacity'
          operator: 'GreaterThan'
          threshold: 4000000000000
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [{ actionGroupId: actionGroupId }]
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
