@minLength(3)
@maxLength(24)
param name string
param location string
param containerName string
param classification string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: { 'data-classification': classification }
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    // For an old modality that does not speak TLS.
    supportsHttpsTrafficOnly: false
    minimumTlsVersion: 'TLS1_0'
    allowCrossTenantReplication: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource container 'containers' = {
      name: containerName
    }
  }
}
