using EntraEmulator;

namespace DevHost.Startup;

/// <summary>The configuration that connects FunctionApp to the stack, in the ecosystem's own key names.</summary>
internal static class FunctionAppSettings
{
    public static IReadOnlyDictionary<string, string> For(LocalStack stack) => new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["AzureAd:Instance"] = stack.Emulator.Address.ToString(),
        ["AzureAd:TenantId"] = WellKnown.ContosoTenantId,
        ["AzureAd:ClientId"] = WellKnown.FunctionAppClientId,
        ["AzureAd:ClientCredentials:0:SourceType"] = "ClientSecret",
        ["AzureAd:ClientCredentials:0:ClientSecret"] = WellKnown.FunctionAppSecret,
        ["DownstreamApis:Graph:BaseUrl"] = $"{stack.Graph.Address}graph/v1.0/",
        ["DownstreamApis:Graph:Scopes:0"] = $"{WellKnown.GraphIdUri}/{WellKnown.GraphUserReadScope}",
        ["DownstreamApis:Orders:BaseUrl"] = stack.Orders.Address.ToString(),
        ["DownstreamApis:Orders:Scopes:0"] = $"{WellKnown.OrdersIdUri}/{WellKnown.OrdersReadScope}",
        ["DownstreamApis:Orders:Scopes:1"] = $"{WellKnown.OrdersIdUri}/{WellKnown.OrdersReadWriteScope}",
    };
}
