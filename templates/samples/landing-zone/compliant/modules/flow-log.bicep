param workload string
param location string
param tags object
param networkId string
param identityId string
param storageAccountId string
param workspaceId string
param retentionDays int

resource watcher 'Microsoft.Network/networkWatchers@2024-05-01' = {
  name: 'NetworkWatcher_${location}'
  location: location
  tags: tags
  properties: {}

  // Who has talked to whom, also what the rules turned away.
  resource flowLog 'flowLogs' = {
    name: 'flow-${workload}'
    location: location
    tags: tags
    identity: {
      type: 'UserAssigned'
      userAssignedIdentities: { '${identityId}': {} }
    }
    properties: {
      targetResourceId: networkId
      storageId: storageAccountId
      enabled: true
      retentionPolicy: {
        enabled: true
        days: retentionDays
      }
      format: {
        type: 'JSON'
        version: 2
      }
      flowAnalyticsConfiguration: {
        networkWatcherFlowAnalyticsConfiguration: {
          enabled: true
          workspaceResourceId: workspaceId
          trafficAnalyticsInterval: 10
        }
      }
    }
  }
}
