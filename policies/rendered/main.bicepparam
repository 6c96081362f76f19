// A sample: copy it beside main.bicep under a name of your own, since policygen generate writes this file anew.
using 'main.bicep'

// 割り当てるガイドライン。イニシアティブ自体はすべて展開する。
param guidelines = [
  'mhlw'
  'mic'
  'meti'
]

// DoNotEnforce は拒否や変更を行わず評価のみ、Default は効果を適用する。
param enforcementMode = 'DoNotEnforce'

// 対象から除外する管理グループ、サブスクリプション、リソース グループのリソース ID。
param notScopes = []

// リージョンや種類を限定して段階的に展開するためのリソース セレクター。空の場合はすべてが対象。
// リージョンだけのセレクターではサブスクリプション (構成証明の対象) が外れるため、resourceWithoutLocation のセレクターも加える。
param resourceSelectors = []

// 既定と異なる効果を統制 ID ごとに指定する: { 'storage-https-only': 'Deny' }。
param effects = {
  'acr-admin-user-disabled': 'Deny'
  'aks-diagnostic-settings': 'DeployIfNotExists'
}

// 割り当てのマネージド ID。上書きした DeployIfNotExists / Modify の効果に必要なロールだけを付与する。
param identity = {
  type: 'SystemAssigned'
  location: 'japaneast'
}

param accessKeyAgeDays = 60
param allowedLocations = [
  'japaneast'
  'japanwest'
]
param approvedLocalAccounts = ''
param certificateRenewalDays = 30
param emergencyAccessPrincipalIds = []
param keyRotationDays = 365
param localAdministrators = 'Administrator'
param logAnalyticsWorkspaceId = ''
param logRetentionDays = 365
param logTotalRetentionDays = 1826
param privilegedRoleIds = [
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168'
]
param recordRetentionDays = 1826
param securityContactEmails = ''
param vmBackupPolicyId = ''
