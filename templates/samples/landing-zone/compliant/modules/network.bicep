import { hubType } from '../types.bicep'

param workload string
param location string
param tags object
param addressPrefix string
param hub hubType

var monitorZones = [
  'privatelink.monitor.azure.com'
  'privatelink.oms.opinsights.azure.com'
  'privatelink.ods.opinsights.azure.com'
  'privatelink.agentsvc.azure-automation.net'
]
var zones = concat(monitorZones, [
  'privatelink.blob.${az.environment().suffixes.storage}'
  'privatelink.vaultcore.azure.net'
  'privatelink.postgres.database.azure.com'
  'privatelink.azurewebsites.net'
])

// Nothing but the web app may reach the private endpoints, and nothing else may be reached from them.
resource endpointRules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-${workload}-endpoints'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'AllowWebToServices'
        properties: {
          description: 'The web app uses storage, the key vault (443) and PostgreSQL (5432).'
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: cidrSubnet(addressPrefix, 26, 1)
          sourcePortRange: '*'
          destinationAddressPrefix: cidrSubnet(addressPrefix, 26, 0)
          destinationPortRanges: ['443', '5432']
        }
      }
      {
        name: 'AllowWardsToWebApp'
        properties: {
          description: 'The hospital reaches the web app through the hub.'
          priority: 110
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.0.0.0/8'
          sourcePortRange: '*'
          destinationAddressPrefix: cidrSubnet(addressPrefix, 26, 0)
          destinationPortRange: '443'
        }
      }
      {
        name: 'DenyAllInbound'
        properties: {
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource webRules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-${workload}-web'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'DenyAllInbound'
        properties: {
          description: 'The subnet is for outbound traffic of the web app only.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

// All traffic to elsewhere passes the firewall of the hub, which logs it.
resource routes 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-${workload}'
  location: location
  tags: tags
  properties: {
    disableBgpRoutePropagation: true
    routes: [
      {
        name: 'everything-through-the-hub'
        properties: {
          addressPrefix: '0.0.0.0/0'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: hub.firewallAddress
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${workload}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    enableDdosProtection: hub.?ddosProtectionPlanId != null
    ddosProtectionPlan: hub.?ddosProtectionPlanId == null ? null : { id: hub.?ddosProtectionPlanId }
    subnets: [
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          defaultOutboundAccess: false
          networkSecurityGroup: { id: endpointRules.id }
          routeTable: { id: routes.id }
          // Without this, rules and routes do not hold for private endpoints.
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
      {
        name: 'web'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 1)
          defaultOutboundAccess: false
          networkSecurityGroup: { id: webRules.id }
          routeTable: { id: routes.id }
          delegations: [
            {
              name: 'web'
              properties: { serviceName: 'Microsoft.Web/serverFarms' }
            }
          ]
        }
      }
    ]
  }

  resource toHub 'virtualNetworkPeerings' = {
    name: 'to-hub'
    properties: {
      remoteVirtualNetwork: { id: hub.virtualNetworkId }
      allowVirtualNetworkAccess: true
      allowForwardedTraffic: true
      useRemoteGateways: false
    }
  }
}

resource dnsZones 'Microsoft.Network/privateDnsZones@2024-06-01' = [for zone in zones: {
  name: zone
  location: 'global'
  tags: tags
}]

resource dnsLinks 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (zone, i) in zones: {
  parent: dnsZones[i]
  name: workload
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: network.id }
  }
}]

// Flow logs are written with it.
resource flowLogIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${workload}-flow-logs'
  location: location
  tags: tags
}

output networkId string = network.id
output flowLogIdentityId string = flowLogIdentity.id
output flowLogIdentityName string = flowLogIdentity.name
output endpointSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'endpoints')
output webSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'web')
output monitorDnsZoneIds string[] = [for (zone, i) in monitorZones: dnsZones[i].id]
output blobDnsZoneId string = dnsZones[length(monitorZones)].id
output vaultDnsZoneId string = dnsZones[length(monitorZones) + 1].id
output postgresDnsZoneId string = dnsZones[length(monitorZones) + 2].id
output webDnsZoneId string = dnsZones[length(monitorZones) + 3].id
