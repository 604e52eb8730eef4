// A function app on Flex Consumption, without a secret: one managed identity reads the package and the host's storage, and signs
// for the app registration. docs/deploy.md says what to do before and after.

@description('Name of the function app, unique in the world; other names are made of it.')
@minLength(3)
@maxLength(32)
param name string

param location string = resourceGroup().location

@description('Application id of the API\'s registration (docs/registration.md).')
param clientId string

@description('The downstream APIs, as app settings.')
param downstreamApis object

@description('Origins of browser clients; none means none.')
param allowedOrigins array = []

@description('Address ranges that may call, such as 203.0.113.0/24; none means everybody.')
param allowedRanges array = []

@description('Subnet for calls out, delegated to Microsoft.App/environments; empty for none.')
param subnetId string = ''

var suffix = uniqueString(resourceGroup().id, name)
var packages = 'packages'
var blobDataOwner = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'st${suffix}'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource container 'containers' = {
      name: packages
    }
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: { sku: { name: 'PerGB2018' } }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
  }
}

resource ownsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, identity.id, blobDataOwner)
  scope: storage
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: blobDataOwner }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  dependsOn: [ownsBlobs, storage::blobs::container]
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 100 }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packages}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      remoteDebuggingEnabled: false
      http20Enabled: true
      cors: { allowedOrigins: allowedOrigins }
      ipSecurityRestrictionsDefaultAction: empty(allowedRanges) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: [for (range, i) in allowedRanges: { ipAddress: range, action: 'Allow', priority: 100 + i, name: 'range-${i}' }]
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(downstreamApis, {
      AzureWebJobsStorage__accountName: storage.name
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.properties.clientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      AzureAd__TenantId: tenant().tenantId
      AzureAd__ClientId: clientId
      AzureAd__ClientCredentials__0__SourceType: 'SignedAssertionFromManagedIdentity'
      AzureAd__ClientCredentials__0__ManagedIdentityClientId: identity.properties.clientId
    })
  }
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource noDeploymentPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

@description('For the federated credential: whom Entra has to trust, and from whom.')
output subject string = identity.properties.principalId
output issuer string = '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
output url string = 'https://${app.properties.defaultHostName}/api'
