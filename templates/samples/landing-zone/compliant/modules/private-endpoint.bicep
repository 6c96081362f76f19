@description('Id of the resource that is reached through the endpoint.')
param targetId string

@description('Part of the resource, such as blob or vault.')
param groupId string
param location string
param tags object
param subnetId string

@description('Private DNS zones in which the endpoint enters its addresses.')
param dnsZoneIds string[]

var name = 'pe-${last(split(targetId, '/'))}-${groupId}'

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    customNetworkInterfaceName: 'nic-${name}'
    privateLinkServiceConnections: [
      {
        name: groupId
        properties: {
          privateLinkServiceId: targetId
          groupIds: [groupId]
        }
      }
    ]
  }

  resource dns 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [for id in dnsZoneIds: {
        name: replace(last(split(id, '/')), '.', '-')
        properties: { privateDnsZoneId: id }
      }]
    }
  }
}
