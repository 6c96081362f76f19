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

// Deleting these hides traces, and the others open doors: whoever does it is seen at once.
var watchedOperations = [
  { name: 'diagnostic-setting-deleted', operation: 'Microsoft.Insights/diagnosticSettings/delete' }
  { name: 'lock-deleted', operation: 'Microsoft.Authorization/locks/delete' }
  { name: 'log-workspace-deleted', operation: 'Microsoft.OperationalInsights/workspaces/delete' }
  { name: 'network-rules-written', operation: 'Microsoft.Network/networkSecurityGroups/write' }
  { name: 'network-rule-changed', operation: 'Microsoft.Network/networkSecurityGroups/securityRules/write' }
  { name: 'role-assigned', operation: 'Microsoft.Authorization/roleAssignments/write' }
]

// Failures of Azure itself.
var watchedHealth = ['ServiceHealth', 'ResourceHealth']

var watchedEvents = concat(
  map(watchedOperations, watched => {
    name: watched.name
    conditions: [
      { field: 'category', equals: 'Administrative' }
      { field: 'operationName', equals: watched.operation }
    ]
  }),
  map(watchedHealth, category => {
    name: toLower(category)
    conditions: [{ field: 'category', equals: category }]
  })
)

// Sign-ins that somebody looks at: Microsoft Entra ID sends its logs here.
var watchedSignIns = [
  {
    name: 'emergency-account-used'
    description: 'An emergency account has signed in. Nobody does so without telling the safety-management officer.'
    query: 'SigninLogs | where UserPrincipalName startswith "emergency-"'
    threshold: 0
  }
  {
    name: 'sign-ins-failed'
    description: 'Somebody tries passwords: more than 20 sign-ins have failed within five minutes.'
    query: 'SigninLogs | where ResultType in ("50126", "50053")'
    threshold: 20
  }
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

// Microsoft Sentinel correlates the logs and keeps track of incidents.
resource sentinel 'Microsoft.SecurityInsights/onboardingStates@2024-03-01' = {
  scope: workspace
  name: 'default'
  properties: {}
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

resource alerts 'Microsoft.Insights/activityLogAlerts@2020-10-01' = [for watched in watchedEvents: {
  name: 'alert-${watched.name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    scopes: [subscription().id]
    condition: { allOf: watched.conditions }
    actions: {
      actionGroups: [{ actionGroupId: onCall.id }]
    }
  }
}]

resource signInAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for watched in watchedSignIns: {
  name: 'alert-${watched.name}'
  location: location
  tags: tags
  properties: {
    description: watched.description
    severity: 1
    enabled: true
    scopes: [workspace.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      allOf: [
        {
          query: watched.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: watched.threshold
        }
      ]
    }
    // The table comes with the first sign-in.
    skipQueryValidation: true
    actions: { actionGroups: [onCall.id] }
  }
}]

// What Defender for Cloud finds is kept with the other logs.
resource defenderExport 'Microsoft.Security/automations@2023-12-01-preview' = {
  name: 'export-${workload}'
  location: location
  tags: tags
  properties: {
    isEnabled: true
    scopes: [
      {
        description: 'The whole subscription'
        scopePath: subscription().id
      }
    ]
    sources: [
      { eventSource: 'Alerts' }
      { eventSource: 'Assessments' }
    ]
    actions: [
      {
        actionType: 'Workspace'
        workspaceResourceId: workspace.id
      }
    ]
  }
}

output workspaceId string = workspace.id
output actionGroupId string = onCall.id
output insightsName string = insights.name
