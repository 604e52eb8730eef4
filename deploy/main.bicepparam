using 'main.bicep'

param name = '{name}'
param clientId = '{client id}'
param downstreamApis = {
  DownstreamApis__Graph__BaseUrl: 'https://graph.microsoft.com/v1.0/'
  DownstreamApis__Graph__Scopes__0: 'https://graph.microsoft.com/User.Read'
  DownstreamApis__Orders__BaseUrl: 'https://orders.contoso.com/'
  DownstreamApis__Orders__Scopes__0: 'api://orders.contoso.com/Orders.Read'
  DownstreamApis__Orders__Scopes__1: 'api://orders.contoso.com/Orders.ReadWrite'
}
