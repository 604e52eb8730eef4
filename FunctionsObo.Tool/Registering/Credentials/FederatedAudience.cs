namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>For whom a managed identity's token must be, cloud by cloud: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity.</summary>
internal static class FederatedAudience
{
    public const string Public = "api://AzureADTokenExchange";

    public static string Of(Uri authority) => authority.Host switch
    {
        "login.microsoftonline.us" => "api://AzureADTokenExchangeUSGov",
        "login.partner.microsoftonline.cn" or "login.chinacloudapi.cn" => "api://AzureADTokenExchangeChina",
        _ => Public,
    };
}
