using 'main.bicep'

param hospital = 'sakura'
param addressPrefix = '10.20.4.0/24'
param onCallEmail = 'oncall@sakura-hospital.example'
param tags = {
  owner: 'medical-informatics'
  system: 'electronic-records'
  environment: 'production'
  criticality: 'high'
}
// The app registration in Microsoft Entra ID with which people sign in to the web app.
param signInClientId = '3f0c2a52-8d1b-4b7e-9a35-6f2f6c1f7d20'
param databaseAdministrators = {
  name: 'grp-records-dba'
  objectId: '5b1d1f1e-6a3e-4c0e-9f0a-3f6f0f6d2a11'
}
param lockboxApproversId = 'c6f3b8de-5c0f-4a53-b0a4-91f27f2f3e64'
param resourceGuardId = '/subscriptions/8a2f6d0c-52c1-4c36-9d5d-0a7c3c1b9e03/resourceGroups/rg-security/providers/Microsoft.DataProtection/resourceGuards/guard-backups'
param hub = {
  virtualNetworkId: '/subscriptions/8a2f6d0c-52c1-4c36-9d5d-0a7c3c1b9e02/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub'
  firewallAddress: '10.20.0.4'
  ddosProtectionPlanId: '/subscriptions/8a2f6d0c-52c1-4c36-9d5d-0a7c3c1b9e02/resourceGroups/rg-hub/providers/Microsoft.Network/ddosProtectionPlans/ddos-hub'
}
