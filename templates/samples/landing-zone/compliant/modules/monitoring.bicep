param workload string
param location string
param tags object

@description('How long access records are kept, archive included.')
@minValue(365)
param retentionDays int
param onCallEmail string
param endpointSubnetId string
param dnsZoneIds string[]

// Tables that hold who has read or changed what.
var accessTables = ['AzureActivity', 'AZKVAuditLogs', 'StorageBlobLogs', 'LAQueryLogs', 'AzureDiagnostics']

// Deleting these hides traces: whoever does it is seen at once.
var watchedOperations = [
  { name: 'diagnostic-setting-deleted', operation: 'Microsoft.Insights/diagnosticSettings/delete' }
  { name: 'lock-deleted', operation: 'Microsoft.Authorization/locks/delete' }
  { name: 'log-workspace-deleted', operation: 'Microsoft.OperationalInsights/workspaces/delete' }
  { name: 'network-rule-changed', operation: 'Microsoft.Network/networkSecurityGroups/securityRules/write' }
  { name: 'role-assigned', operation: 'Microsoft.Authorization/roleAssignments/write' }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-${workload}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    // A year to search in; after that the tables below are archived.
    retentionInDays: 365
    // A daily cap would drop the logs of a busy day, or of an attack.
    workspaceCapping: { dailyQuotaGb: -1 }
    publicNetworkAccessForIngestion: 'Disabled'
    publicNetworkAccessForQuery: 'Disabled'
    features: {
      // Queries and agents prove who they are with Microsoft Entra ID, not with the workspace's key.
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
      immediatePurgeDataOn30Days: false
    }
  }

  resource tables 'tables' = [for table in accessTables: {
    name: table
    properties: {
      plan: 'Analytics'
      retentionInDays: 365
      totalRetentionInDays: retentionDays
    }
  }]
}

// Who has queried the logs is logged as well.
resource workspaceLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: workspace
  name: 'queries'
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${workload}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
    publicNetworkAccessForIngestion: 'Disabled'
    publicNetworkAccessForQuery: 'Disabled'
  }
}

// With public access closed, logs are read and written through a private link scope.
resource linkScope 'Microsoft.Insights/privateLinkScopes@2021-07-01-preview' = {
  name: 'ampls-${workload}'
  location: 'global'
  tags: tags
  properties: {
    accessModeSettings: {
      ingestionAccessMode: 'PrivateOnly'
      queryAccessMode: 'PrivateOnly'
    }
  }

  resource workspaceLink 'scopedResources' = {
    name: workspace.name
    properties: { linkedResourceId: workspace.id }
  }

  resource insightsLink 'scopedResources' = {
    name: insights.name
    properties: { linkedResourceId: insights.id }
  }
}

module endpoint 'private-endpoint.bicep' = {
  params: {
    targetId: linkScope.id
    groupId: 'azuremonitor'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    dnsZoneIds: dnsZoneIds
  }
}

resource onCall 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${workload}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'on-call'
    enabled: true
    emailReceivers: [
      {
        name: 'on-call'
        emailAddress: onCallEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/activityLogAlerts@2020-10-01' = [for watched in watchedOperations: {
  name: 'alert-${watched.name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    scopes: [subscription().id]
    condition: {
      allOf: [
        {
          field: 'category'
          equals: 'Administrative'
        }
        {
          field: 'operationName'
          equals: watched.operation
        }
      ]
    }
    actions: {
      actionGroups: [
        {
          actionGroupId: onCall.id
        }
      ]
    }
  }
}]

output workspaceId string = workspace.id
output actionGroupId string = onCall.id
output insightsName string = insights.name
