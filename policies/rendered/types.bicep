// Rendered by policygen generate; do not edit.

@export()
@description('Azure Policy の効果。')
type effect = 'Audit' | 'AuditIfNotExists' | 'Deny' | 'DenyAction' | 'AuditAction' | 'DeployIfNotExists' | 'Modify' | 'Append' | 'Manual' | 'Disabled'

@export()
@description('既定と異なる効果を統制 ID ごとに指定する: { \'storage-https-only\': \'Deny\' }。')
type effectOverrides = {
  *: effect
}

@export()
@description('リージョンや種類を限定して段階的に展開するためのリソース セレクター。空の場合はすべてが対象。')
type resourceSelector = {
  @description('セレクターの名前。')
  name: string
  @description('すべてに一致するリソースが対象。各 kind は 1 回まで、in または notIn を指定する。')
  selectors: {
    kind: 'resourceLocation' | 'resourceType' | 'resourceWithoutLocation'
    @maxLength(50)
    in: string[]?
    @maxLength(50)
    notIn: string[]?
  }[]
}

@export()
@description('構成証明 (attestation) の証跡を保管する場所。')
type evidenceStorage = {
  @description('ストレージ アカウントのリソース ID。')
  storageAccountId: string
  @description('BLOB コンテナーの名前。')
  container: string
}

@export()
@description('イニシアティブの割り当て方法。')
type assignmentSettings = {
  enforcementMode: 'Default' | 'DoNotEnforce'
  @maxLength(400)
  notScopes: string[]
  @maxLength(10)
  resourceSelectors: resourceSelector[]
  effectOverrides: effectOverrides
  evidenceStorage: evidenceStorage?
}

@export()
@description('割り当てのマネージド ID。上書きした DeployIfNotExists / Modify の効果に必要なロールだけを付与する。')
type assignmentIdentity = {
  @description('SystemAssigned、UserAssigned、または修復を行わない場合の None。')
  type: 'SystemAssigned' | 'UserAssigned' | 'None'
  @description('ID のリージョン。後から変更できない。')
  location: string
  @description('UserAssigned の場合: ID のリソース ID。')
  resourceId: string?
  @description('UserAssigned の場合: ID のプリンシパル (オブジェクト) ID。')
  principalId: string?
}

@export()
@description('イニシアティブ パラメーターの値。イニシアティブに無いものは渡さない。')
type initiativeParameters = {
  accessKeyAgeDays: int
  allowedLocations: string[]
  approvedLocalAccounts: string
  certificateRenewalDays: int
  emergencyAccessPrincipalIds: string[]
  keyRotationDays: int
  localAdministrators: string
  logAnalyticsWorkspaceId: string
  logRetentionDays: int
  logTotalRetentionDays: int
  privilegedRoleIds: string[]
  recordRetentionDays: int
  securityContactEmails: string
  vmBackupPolicyId: string
}
