targetScope = 'subscription'

@description('Mailbox that Defender for Cloud warns.')
param contactEmail string

type planType = {
  name: string
  subPlan: string?
  extensions: string[]?
}

// All plans: one without resources costs nothing, and what is added later is covered from its first day.
var plans planType[] = [
  { name: 'AppServices' }
  { name: 'Arm', subPlan: 'PerSubscription' }
  { name: 'CloudPosture' }
  { name: 'Containers' }
  { name: 'CosmosDbs' }
  { name: 'KeyVaults', subPlan: 'PerKeyVault' }
  { name: 'OpenSourceRelationalDatabases' }
  { name: 'SqlServers' }
  { name: 'SqlServerVirtualMachines' }
  { name: 'StorageAccounts', subPlan: 'DefenderForStorageV2', extensions: ['OnUploadMalwareScanning', 'SensitiveDataDiscovery'] }
  { name: 'VirtualMachines', subPlan: 'P2', extensions: ['AgentlessVmScanning', 'FileIntegrityMonitoring'] }
]

// The service takes one change at a time.
@batchSize(1)
resource pricings 'Microsoft.Security/pricings@2024-01-01' = [for plan in plans: {
  name: plan.name
  properties: {
    pricingTier: 'Standard'
    subPlan: plan.?subPlan
    extensions: map(plan.?extensions ?? [], extension => {
      name: extension
      isEnabled: 'True'
    })
  }
}]

// Machines that a plan covers get Microsoft Defender for Endpoint.
resource endpointIntegration 'Microsoft.Security/settings@2022-05-01' = {
  name: 'WDATP'
  kind: 'DataExportSettings'
  properties: { enabled: true }
  dependsOn: [pricings]
}

resource contact 'Microsoft.Security/securityContacts@2020-01-01-preview' = {
  name: 'default'
  properties: {
    emails: contactEmail
    alertNotifications: {
      state: 'On'
      minimalSeverity: 'Medium'
    }
    notificationsByRole: {
      state: 'On'
      roles: ['Owner']
    }
  }
}
