import { keyVaultType } from '../types.bicep'

@minLength(3)
@maxLength(24)
param name string
param location string
param tags object

@description('Keys that services encrypt with.')
param keyNames string[]
param workspaceId string
param endpointSubnetId string

@description('Region of the network with the private endpoint.')
param endpointLocation string
param dnsZoneId string

// Built-in role Key Vault Crypto Service Encryption User.
var encryptionUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'e147488a-f6f5-4113-8e2d-b22465e65bf6')

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    // Keys are kept in hardware.
    sku: {
      family: 'A'
      name: 'premium'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // A key that is gone takes with it what it encrypts: nobody may purge it, administrators neither.
    enablePurgeProtection: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'AzureServices'
    }
  }

  resource keys 'keys' = [for key in keyNames: {
    name: key
    properties: {
      kty: 'RSA-HSM'
      keySize: 3072
      keyOps: ['wrapKey', 'unwrapKey']
      // A new version every year; services take it up by themselves, since they name no version.
      rotationPolicy: {
        attributes: { expiryTime: 'P2Y' }
        lifetimeActions: [
          {
            trigger: { timeAfterCreate: 'P1Y' }
            action: { type: 'rotate' }
          }
          {
            trigger: { timeBeforeExpiry: 'P30D' }
            action: { type: 'notify' }
          }
        ]
      }
    }
  }]
}

// Services use the keys with this identity, which can neither read nor change them.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}'
  location: location
  tags: tags
}

resource usesKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, encryptionUser)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: encryptionUser
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'access'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'endpoint-${name}'
  params: {
    targetId: vault.id
    groupId: 'vault'
    location: endpointLocation
    tags: tags
    subnetId: endpointSubnetId
    dnsZoneIds: [dnsZoneId]
  }
}

output keyVault keyVaultType = {
  name: name
  // Spelt out, so that it is known before deployment: the Japanese regions belong to the public cloud.
  #disable-next-line no-hardcoded-env-urls
  uri: 'https://${name}.vault.azure.net'
  identityId: identity.id
}
