// Rendered by policygen generate; do not edit.
targetScope = 'subscription'

metadata name = 'policygen-roles'
metadata description = '割り当てのマネージド ID のロール。'

@description('ID のプリンシパル (オブジェクト) ID。')
param principalId string

@description('ロール定義の GUID。')
param roleIds string[]

resource roleAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for roleId in roleIds: {
    name: guid(subscription().id, principalId, roleId)
    properties: {
      roleDefinitionId: tenantResourceId('Microsoft.Authorization/roleDefinitions', roleId)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]
