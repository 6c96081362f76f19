using 'main.bicep'

param hospital = 'sakura'
param addressPrefix = '10.20.4.0/24'
param onCallEmail = 'oncall@sakura-hospital.example'
param tags = {
  owner: 'medical-informatics'
  environment: 'prod'
  criticality: 'high'
}
param databaseAdministrators = {
  name: 'grp-records-dba'
  objectId: '5b1d1f1e-6a3e-4c0e-9f0a-3f6f0f6d2a11'
}
param hub = {
  virtualNetworkId: '/subscriptions/8a2f6d0c-52c1-4c36-9d5d-0a7c3c1b9e01/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub'
  firewallAddress: '10.20.0.4'
  ddosProtectionPlanId: '/subscriptions/8a2f6d0c-52c1-4c36-9d5d-0a7c3c1b9e01/resourceGroups/rg-hub/providers/Microsoft.Network/ddosProtectionPlans/ddos-hub'
}
