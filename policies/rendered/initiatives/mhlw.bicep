// Rendered by policygen generate; do not edit.
targetScope = 'managementGroup'

metadata name = 'policygen-mhlw'
metadata description = '厚生労働省 医療情報システムの安全管理に関するガイドライン'

@description('カスタム ポリシー定義を置く管理グループまたはサブスクリプションのリソース ID。')
param definitionScope string

var initiative = loadJsonContent('mhlw.json')

resource policySetDefinition 'Microsoft.Authorization/policySetDefinitions@2025-03-01' = {
  name: initiative.name
  properties: union(initiative.properties, {
    policyDefinitions: map(
      initiative.properties.policyDefinitions,
      reference =>
        union(reference, {
          policyDefinitionId: replace(reference.policyDefinitionId, '{definitionScope}', definitionScope)
        })
    )
  })
}
