param workload string
param location string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-${workload}'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    workspaceCapping: { dailyQuotaGb: 1 }
  }

  resource activity 'tables' = {
    name: 'AzureActivity'
    properties: {
      retentionInDays: 30
      totalRetentionInDays: 90
    }
  }
}

output workspaceId string = workspace.id
