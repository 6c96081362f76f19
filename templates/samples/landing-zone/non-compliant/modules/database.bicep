param name string
param location string

@secure()
param administratorPassword string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  sku: {
    name: 'Standard_D4ds_v5'
    tier: 'GeneralPurpose'
  }
  properties: {
    createMode: 'Default'
    version: '16'
    administratorLogin: 'pgadmin'
    administratorLoginPassword: administratorPassword
    storage: { storageSizeGB: 512 }
    backup: {
      backupRetentionDays: 7
      geoRedundantBackup: 'Disabled'
    }
  }

  // The old client of the order-entry system cannot encrypt.
  resource secureTransport 'configurations' = {
    name: 'require_secure_transport'
    properties: {
      value: 'off'
      source: 'user-override'
    }
  }

  resource tlsVersion 'configurations' = {
    name: 'ssl_min_protocol_version'
    properties: {
      value: 'TLSv1.1'
      source: 'user-override'
    }
    dependsOn: [secureTransport]
  }
}
