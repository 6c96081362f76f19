@export()
@description('The hub that a landing zone is connected to.')
type hubType = {
  @description('Resource id of the hub\'s virtual network.')
  virtualNetworkId: string

  @description('Private address of the hub\'s firewall.')
  firewallAddress: string

  @description('Resource id of the DDoS protection plan.')
  ddosProtectionPlanId: string?
}

@export()
@description('Tags that every resource carries.')
type tagsType = {
  @description('Who answers for it.')
  owner: string

  @description('The system that it is part of, as the asset register names it.')
  system: string

  environment: 'production' | 'staging' | 'test' | 'development'

  @description('How bad an outage is for patients.')
  criticality: 'low' | 'medium' | 'high'
}

@export()
@description('A key vault that holds keys of ours, and the identity with which services use them.')
type keyVaultType = {
  name: string
  uri: string
  identityId: string
}
