using EntraEmulator.Tenants;
using Local.Tests.EntraEmulator.StackFiles;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>Where the answers of a sign-in go for the clients of a stack file.</summary>
public sealed class StackFileClientTests
{
    private const string ClientId = "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d33";

    [Theory]
    [InlineData("\"secret\": \"s\", \"redirectUris\": { \"web\": [\"https://app.example/signin-oidc\"] }", "https://app.example/signin-oidc")]
    [InlineData("\"publicClient\": true, \"redirectUris\": { \"spa\": [\"http://localhost:5055/page\"] }", "http://localhost:5055/page")]
    [InlineData("\"publicClient\": true, \"redirectUris\": { \"spa\": [\"http://localhost:5055/page\"] }", "http://localhost:6666")]
    [InlineData("\"publicClient\": true, \"redirectUris\": { \"publicClient\": [\"myapp://auth\"] }", "myapp://auth")]
    public async Task They_go_to_the_addresses_of_the_file(string members, string redirectUri)
    {
        await using var emulator = await StartAsync(members);
        using var browser = new Browser(emulator.Emulator);

        var page = await browser.GoAsync(Ask.For(("client_id", ClientId), ("redirect_uri", redirectUri)));

        Assert.Contains("Choose an account", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"secret\": \"s\"", "http://localhost")]
    [InlineData("\"publicClient\": true, \"redirectUris\": { \"publicClient\": [\"myapp://auth\"] }", "http://localhost")]
    [InlineData("\"publicClient\": true, \"redirectUris\": { \"spa\": [\"http://localhost:5055/page\"] }", "http://localhost:5055/other")]
    public async Task They_go_nowhere_else(string members, string redirectUri)
    {
        await using var emulator = await StartAsync(members);
        using var browser = new Browser(emulator.Emulator);

        var page = await browser.GoAsync(Ask.For(("client_id", ClientId), ("redirect_uri", redirectUri)));

        Assert.Contains("AADSTS50011", page.Html, StringComparison.Ordinal);
    }

    private static Task<OwnEmulator> StartAsync(string members) => OwnEmulator.StartAsync(new()
    {
        Port = 0,
        Directory = TenantDirectory.From(StackText.Read(StackText.With("clients", $$"""[{ "name": "mine", "clientId": "{{ClientId}}", "scopes": ["access_as_user"], {{members}} }]"""))),
    });
}
