using EntraEmulator.Tenants;

namespace DevStack.Startup;

/// <summary>The configuration that connects FunctionApp to the stack, in the ecosystem's own key names.</summary>
internal static class FunctionAppSettings
{
    /// <summary>For one that cannot be told its address once it listens: where Core Tools will serve it, unless another port is given.</summary>
    public static IReadOnlyDictionary<string, string> ForAppElsewhere(LocalStack stack, int port) =>
        ForAppAt(new Uri($"http://localhost:{(port == 0 ? new LocalStackOptions().FunctionAppPort : port)}/"), stack);

    public static IReadOnlyDictionary<string, string> ForAppAt(Uri address, LocalStack stack) =>
        new Dictionary<string, string>(For(stack), StringComparer.OrdinalIgnoreCase) { ["AzureAd:ResourceUrl"] = $"{address}api" };

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
