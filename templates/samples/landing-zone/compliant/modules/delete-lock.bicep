param name string

resource deleteLock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: name
  properties: {
    level: 'CanNotDelete'
    notes: 'Medical records and their logs: remove the lock only with the consent of the safety-management officer.'
  }
}
