using System.Text.Json.Nodes;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.Clients;

/// <summary>Clients that the tests register beside those of the default stack.</summary>
internal static class Registrations
{
    public const string PageClientId = "9a9e0000-0000-4000-8000-000000000050";
    public const string WebClientId = "3eb00000-0000-4000-8000-000000000060";
    public const string WebSecret = "local-web-secret";
    public const string WebRedirect = "https://localhost:5001/signin-oidc";

    /// <summary>What a client asks for to call FunctionApp.</summary>
    public static readonly string[] Scopes = [$"{WellKnown.FunctionAppIdUri}/{WellKnown.FunctionAppScope}"];

    private static readonly PermissionGrant[] Consented = [new(WellKnown.FunctionAppClientId, [WellKnown.FunctionAppScope])];

    /// <summary>A web app with a secret.</summary>
    public static AppRegistration Web => new()
    {
        Name = "web",
        ClientId = WebClientId,
        HomeTenantId = WellKnown.ContosoTenantId,
        DelegatedGrants = Consented,
        Credentials = new AppCredentials().AddSecret(WebSecret),
        Details = new JsonObject { ["web"] = new JsonObject { ["redirectUris"] = new JsonArray(WebRedirect) } },
    };

    /// <summary>A single-page application.</summary>
    public static AppRegistration Page(PageServer pages) => new()
    {
        Name = "page",
        ClientId = PageClientId,
        HomeTenantId = WellKnown.ContosoTenantId,
        PublicClient = true,
        DelegatedGrants = Consented,
        Details = new JsonObject
        {
            ["spa"] = new JsonObject { ["redirectUris"] = new JsonArray([.. pages.Origins.SelectMany(origin => (string[])[$"{origin}/", $"{origin}/redirect.html"])]) },
            ["web"] = new JsonObject { ["logoutUrl"] = $"{pages.Https}/signed-out.html" },
        },
    };
}
