using System.Text.Json.Nodes;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>The default directory, with a client more.</summary>
internal static class SomeDirectory
{
    public static TenantDirectory With(params AppRegistration[] clients) => TenantDirectory.CreateDefault().With(applications: clients);

    /// <param name="name">Its name; the id follows from it.</param>
    /// <param name="platform">As in Graph: web, spa or publicClient.</param>
    /// <param name="redirectUris">Where its answers go.</param>
    public static AppRegistration Client(string name, string platform, params string[] redirectUris) => new()
    {
        Name = name,
        ClientId = new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString(),
        HomeTenantId = WellKnown.ContosoTenantId,
        PublicClient = platform == "publicClient",
        Details = new JsonObject { [platform] = new JsonObject { ["redirectUris"] = new JsonArray([.. redirectUris.Select(uri => (JsonNode)uri)]) } },
    };
}
