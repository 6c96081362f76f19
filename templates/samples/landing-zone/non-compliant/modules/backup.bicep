param workload string
param location string

resource vault 'Microsoft.DataProtection/backupVaults@2024-04-01' = {
  name: 'bvault-${workload}'
  location: location
  properties: {
    storageSettings: [
      {
        datastoreType: 'VaultStore'
        type: 'LocallyRedundant'
      }
    ]
  }
}
