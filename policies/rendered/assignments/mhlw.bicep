// Rendered by policygen generate; do not edit.
targetScope = 'managementGroup'

import { assignmentIdentity, assignmentSettings, initiativeParameters } from '../types.bicep'

metadata name = 'policygen-mhlw'
metadata description = '厚生労働省 医療情報システムの安全管理に関するガイドライン'

@description('割り当てるイニシアティブのリソース ID。')
param policySetDefinitionId string

@description('イニシアティブの割り当て方法。')
param settings assignmentSettings

@description('割り当てのマネージド ID。上書きした DeployIfNotExists / Modify の効果に必要なロールだけを付与する。')
param identity assignmentIdentity

@description('イニシアティブ パラメーターの値。イニシアティブに無いものは渡さない。')
param parameters initiativeParameters

@description('システム割り当て ID に付与するロールの GUID。')
param roleIds string[]

@description('統制に違反するリソースに表示するメッセージ (統制ごと)。')
param messages { *: string }

var assignment = loadJsonContent('mhlw.json')

// An override names the references of every control that gets the same effect, 50 at the most.
var maxReferencesPerOverride = 50
var requestedEffects = items(settings.effectOverrides)
var overriddenReferences = map(union([], map(requestedEffects, override => override.value)), effect => {
  effect: effect
  references: flatten(map(
    filter(requestedEffects, override => override.value == effect),
    override =>
      contains(split(assignment.effects[?override.key] ?? '', ' '), effect)
        ? (assignment.references[?override.key][?effect] ?? [override.key])
        : []
  ))
})
var overrides = flatten(map(
  overriddenReferences,
  group =>
    map(
      range(0, (length(group.references) + maxReferencesPerOverride - 1) / maxReferencesPerOverride),
      index => {
        kind: 'policyEffect'
        value: group.effect
        selectors: [
          {
            kind: 'policyDefinitionReferenceId'
            in: take(skip(group.references, index * maxReferencesPerOverride), maxReferencesPerOverride)
          }
        ]
      }
    )
))

// A reference is called by its control, with a number behind it where a control has several.
var nonComplianceMessages = concat(
  map(items(assignment.attestations), entry => { message: entry.value, policyDefinitionReferenceId: entry.key }),
  map(items(assignment.violations), entry => {
    message: '${entry.value}${messages[split(entry.key, '_')[0]]}'
    policyDefinitionReferenceId: entry.key
  })
)

resource policyAssignment 'Microsoft.Authorization/policyAssignments@2025-03-01' = {
  name: assignment.name
  location: identity.type == 'None' ? null : identity.location
  identity: identity.type == 'None'
    ? null
    : identity.type == 'SystemAssigned'
        ? { type: 'SystemAssigned' }
        : { type: 'UserAssigned', userAssignedIdentities: { '${identity.resourceId!}': {} } }
  properties: {
    displayName: assignment.displayName
    description: assignment.description
    policyDefinitionId: policySetDefinitionId
    enforcementMode: settings.enforcementMode
    notScopes: settings.notScopes
    resourceSelectors: settings.resourceSelectors
    overrides: overrides
    nonComplianceMessages: nonComplianceMessages
    parameters: toObject(
      filter(items(parameters), parameter => contains(assignment.parameters, parameter.key)),
      parameter => parameter.key,
      parameter => { value: parameter.value }
    )
    metadata: {
      assignedBy: 'PolicyGen'
      source: 'PolicyGen'
      version: assignment.version
      evidenceStorages: settings.?evidenceStorage == null
        ? []
        : [
            {
              displayName: last(split(settings.evidenceStorage!.storageAccountId, '/'))
              evidenceStorageAccountId: settings.evidenceStorage!.storageAccountId
              evidenceBlobContainer: settings.evidenceStorage!.container
            }
          ]
    }
  }
}

// In a module of its own, so that the principal can be part of the names: an identity that is made anew gets role
// assignments of its own instead of colliding with its predecessor's.
module roleAssignments '../modules/role-assignments.bicep' = if (identity.type == 'SystemAssigned' && !empty(roleIds)) {
  name: '${assignment.name}-roles'
  params: {
    principalId: policyAssignment.identity.principalId
    roleIds: roleIds
  }
}
