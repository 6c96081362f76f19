// Rendered by policygen generate; do not edit.
//
//   az deployment sub create --subscription ID --location japaneast --parameters main.subscription.bicepparam
targetScope = 'subscription'

import { assignmentIdentity, effectOverrides, evidenceStorage, resourceSelector } from 'types.bicep'

metadata name = 'PolicyGen'
metadata description = '医療情報の安全管理に関する 3 省 (厚生労働省・総務省・経済産業省) のガイドラインのポリシー定義、イニシアティブ、割り当て。'

type guideline = 'mhlw' | 'mic' | 'meti'

@description('割り当てるガイドライン。イニシアティブ自体はすべて展開する。')
param guidelines guideline[] = [
  'mhlw'
  'mic'
  'meti'
]

@description('定義とイニシアティブが展開済みの管理グループ。空の場合はこのサブスクリプションに展開する。')
param definitionManagementGroup string = ''

@description('DoNotEnforce は拒否や変更を行わず評価のみ、Default は効果を適用する。')
param enforcementMode 'Default' | 'DoNotEnforce' = 'DoNotEnforce'

@description('対象から除外する管理グループ、サブスクリプション、リソース グループのリソース ID。')
@maxLength(400)
param notScopes string[] = []

@description('リージョンや種類を限定して段階的に展開するためのリソース セレクター。空の場合はすべてが対象。')
@maxLength(10)
param resourceSelectors resourceSelector[] = []

@description('既定と異なる効果を統制 ID ごとに指定する: { \'storage-https-only\': \'Deny\' }。')
param effects effectOverrides = {}

@description('割り当てのマネージド ID。上書きした DeployIfNotExists / Modify の効果に必要なロールだけを付与する。')
param identity assignmentIdentity = {
  type: 'SystemAssigned'
  location: deployment().location
}

@description('構成証明 (attestation) の証跡を保管する場所。')
param evidence evidenceStorage?

@description('アクセス キーを使用してよい最長日数。既定値は、MHLW 6.5-11 がパスワードに定める 2 か月。')
param accessKeyAgeDays int = 60

@description('医療情報の保存と処理を認めるリージョン。既定値は、日本の法令の執行が及ぶ国内リージョン。')
param allowedLocations string[] = [
  'japaneast'
  'japanwest'
]

@description('仮想マシンで有効にしてよいローカル アカウントの名前。作成時に指定したアカウントも含め、セミコロンで区切る。すべてのイニシアチブで同じ値にする。')
param approvedLocalAccounts string = ''

@description('Key Vault の証明書は、有効期限までの残り日数がこの日数を下回る前に更新する。')
param certificateRenewalDays int = 30

@description('緊急アクセス用アカウントまたはそのグループのオブジェクト ID。特権ロールの恒久的な割り当てを認める。空の場合は該当なしとみなす。')
param emergencyAccessPrincipalIds string[] = []

@description('Key Vault のキーを作成後ローテーションするまでの最長日数。ガイドラインに数値の定めはなく、一般的な 1 年を既定値とする。')
param keyRotationDays int = 365

@description('Windows 仮想マシンのローカル グループ Administrators のメンバーとしてよいアカウントとグループ。セミコロンで区切る。すべてのイニシアチブで同じ値にする。')
param localAdministrators string = 'Administrator'

@description('ログの送信先とするワークスペースのリソース ID。空の場合は送信先を問わない。DeployIfNotExists には指定が必要。')
param logAnalyticsWorkspaceId string = ''

@description('ワークスペースで直接照会できる期間の下限 (最大 730 日)。ガイドラインに数値の定めはなく、年次の点検ができる 1 年を既定値とする。')
param logRetentionDays int = 365

@description('アーカイブを含むアクセス記録の保存期間の下限。既定値は、診療録の法定保存期間である 5 年。')
param logTotalRetentionDays int = 1826

@description('特権とみなすロール定義の ID。既定値は、所有者、ユーザー アクセス管理者、ロール ベースのアクセス制御管理者。')
param privilegedRoleIds string[] = [
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168'
]

@description('保存した診療録等を削除できない期間の下限。既定値は、診療録の法定保存期間である 5 年。起算日は診療の完結日のため、実際にはより長い値を推奨する。')
param recordRetentionDays int = 1826

@description('Microsoft Defender for Cloud がアラートを送るメール アドレス (複数はセミコロンで区切る)。DeployIfNotExists だけが使い、その場合は指定が必要。')
param securityContactEmails string = ''

@description('仮想マシンと同じリージョンの Recovery Services コンテナーにあるバックアップ ポリシーのリソース ID。DeployIfNotExists だけが使い、その場合は指定が必要。')
param vmBackupPolicyId string = ''

// A misspelt control would silently keep its effect: refuse it before anything is deployed.
var controls = loadJsonContent('controls.json')
var messages = loadJsonContent('messages.json')
var refusedEffects = filter(
  items(effects),
  override => !contains(controls[?override.key].?effects ?? [], override.value)
)
var settings = {
  enforcementMode: enforcementMode
  notScopes: notScopes
  resourceSelectors: resourceSelectors
  effectOverrides: empty(refusedEffects)
    ? effects
    : fail('These controls do not exist or do not allow the effect: ${join(map(refusedEffects, override => '${override.key} ${override.value}'), ', ')}')
  evidenceStorage: evidence
}

// Only what deploys or modifies under the chosen effects needs a role.
var roleIds = toObject(
  guidelines,
  guideline => guideline,
  guideline =>
    union(
      [],
      flatten(map(
        filter(items(effects), override => contains(controls[?override.key].?guidelines ?? [], guideline)),
        override => controls[?override.key].?roles[?override.value] ?? []
      ))
    )
)
var initiativeParameters = {
  accessKeyAgeDays: accessKeyAgeDays
  allowedLocations: allowedLocations
  approvedLocalAccounts: approvedLocalAccounts
  certificateRenewalDays: certificateRenewalDays
  emergencyAccessPrincipalIds: emergencyAccessPrincipalIds
  keyRotationDays: keyRotationDays
  localAdministrators: localAdministrators
  logAnalyticsWorkspaceId: logAnalyticsWorkspaceId
  logRetentionDays: logRetentionDays
  logTotalRetentionDays: logTotalRetentionDays
  privilegedRoleIds: privilegedRoleIds
  recordRetentionDays: recordRetentionDays
  securityContactEmails: securityContactEmails
  vmBackupPolicyId: vmBackupPolicyId
}
var definitionScope = empty(definitionManagementGroup)
  ? subscription().id
  : tenantResourceId('Microsoft.Management/managementGroups', definitionManagementGroup)

module definitions1 'modules/definitions-1.subscription.bicep' = if (empty(definitionManagementGroup)) {
  name: 'policygen-definitions-1'
}

module definitions2 'modules/definitions-2.subscription.bicep' = if (empty(definitionManagementGroup)) {
  name: 'policygen-definitions-2'
}

module mhlwInitiative 'initiatives/mhlw.subscription.bicep' = if (empty(definitionManagementGroup)) {
  name: 'policygen-mhlw-initiative'
  params: {
    definitionScope: definitionScope
  }
  dependsOn: [
    definitions1
    definitions2
  ]
}

module mhlwAssignment 'assignments/mhlw.subscription.bicep' = if (contains(guidelines, 'mhlw')) {
  name: 'policygen-mhlw-assignment'
  params: {
    policySetDefinitionId: '${definitionScope}/providers/Microsoft.Authorization/policySetDefinitions/policygen-mhlw'
    settings: settings
    identity: identity
    parameters: initiativeParameters
    roleIds: roleIds.?mhlw ?? []
    messages: messages
  }
  dependsOn: [
    mhlwInitiative
  ]
}

module micInitiative 'initiatives/mic.subscription.bicep' = if (empty(definitionManagementGroup)) {
  name: 'policygen-mic-initiative'
  params: {
    definitionScope: definitionScope
  }
  dependsOn: [
    definitions1
    definitions2
  ]
}

module micAssignment 'assignments/mic.subscription.bicep' = if (contains(guidelines, 'mic')) {
  name: 'policygen-mic-assignment'
  params: {
    policySetDefinitionId: '${definitionScope}/providers/Microsoft.Authorization/policySetDefinitions/policygen-mic'
    settings: settings
    identity: identity
    parameters: initiativeParameters
    roleIds: roleIds.?mic ?? []
    messages: messages
  }
  dependsOn: [
    micInitiative
  ]
}

module metiInitiative 'initiatives/meti.subscription.bicep' = if (empty(definitionManagementGroup)) {
  name: 'policygen-meti-initiative'
  params: {
    definitionScope: definitionScope
  }
  dependsOn: [
    definitions1
    definitions2
  ]
}

module metiAssignment 'assignments/meti.subscription.bicep' = if (contains(guidelines, 'meti')) {
  name: 'policygen-meti-assignment'
  params: {
    policySetDefinitionId: '${definitionScope}/providers/Microsoft.Authorization/policySetDefinitions/policygen-meti'
    settings: settings
    identity: identity
    parameters: initiativeParameters
    roleIds: roleIds.?meti ?? []
    messages: messages
  }
  dependsOn: [
    metiInitiative
  ]
}


// One identity for all assignments gets each role once.
module roleAssignments 'modules/role-assignments.subscription.bicep' = if (identity.type == 'UserAssigned') {
  name: 'policygen-roles'
  params: {
    principalId: identity.?principalId ?? ''
    roleIds: union([], flatten(map(items(roleIds), entry => entry.value)))
  }
}
