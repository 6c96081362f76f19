// Rendered by policygen generate; do not edit.
targetScope = 'subscription'

metadata name = 'policygen-meti'
metadata description = '経済産業省 医療情報を受託管理する情報処理事業者における安全管理ガイドライン'

@description('カスタム ポリシー定義を置く管理グループまたはサブスクリプションのリソース ID。')
param definitionScope string

var initiative = loadJsonContent('meti.json')

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
