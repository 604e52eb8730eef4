using EntraEmulator.Tenants;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensibility;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>MSAL.NET, unchanged, signs users in. The system's browser is replaced by one that walks through the pages.</summary>
public sealed class MsalSignInTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private static readonly string[] Scopes = [$"{WellKnown.FunctionAppIdUri}/access_as_user"];

    [Fact]
    public async Task A_user_signs_in_interactively_and_silently_afterwards()
    {
        using var browser = new Browser(fixture.Emulator);
        var app = Public();

        var first = await app.AcquireTokenInteractive(Scopes).WithCustomWebUi(new Walk(browser, "Alice Anderson")).ExecuteAsync();
        var silent = await app.AcquireTokenSilent(Scopes, first.Account).WithForceRefresh(true).ExecuteAsync();

        Assert.Equal("alice@contoso.example", first.Account.Username);
        Assert.Equal($"{WellKnown.AliceObjectId}.{WellKnown.ContosoTenantId}", first.Account.HomeAccountId.Identifier);
        foreach (var result in (AuthenticationResult[])[first, silent])
        {
            var claims = Some.Payload(result.AccessToken);
            Assert.Equal((WellKnown.AliceObjectId, WellKnown.FunctionAppClientId, "access_as_user"), (claims.GetProperty("oid").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("scp").GetString()));
        }
    }

    [Fact]
    public async Task Saying_no_arrives_as_a_cancelled_sign_in()
    {
        using var browser = new Browser(fixture.Emulator);

        var failure = await Assert.ThrowsAsync<MsalClientException>(() => Public().AcquireTokenInteractive([$"{WellKnown.OrdersIdUri}/Orders.Read"])
            .WithCustomWebUi(new Walk(browser, "Alice Anderson", "Cancel")).ExecuteAsync());

        Assert.Equal("authentication_canceled", failure.ErrorCode);
    }

    [Fact]
    public async Task A_device_is_signed_in_by_its_code()
    {
        using var browser = new Browser(fixture.Emulator);

        var result = await Public().AcquireTokenWithDeviceCode(Scopes, async code =>
        {
            Assert.StartsWith(fixture.Emulator.Address.ToString(), code.VerificationUrl, StringComparison.Ordinal);
            var page = await browser.PressAsync(await browser.GoAsync(code.VerificationUrl), "Next", ("code", code.UserCode));
            var done = await browser.PressAsync(page, "Bob Brown");
            Assert.Contains("You have signed in to cli on your device", done.Html, StringComparison.Ordinal);
        }).ExecuteAsync();

        Assert.Equal(WellKnown.BobObjectId, Some.Payload(result.AccessToken).GetProperty("oid").GetString());
    }

    [Fact]
    public async Task A_web_app_redeems_the_code_with_its_secret()
    {
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = SomeDirectory.With(WebApp) });
        using var browser = new Browser(emulator.Emulator);
        var app = emulator.Msal(clientId: WebApp.ClientId).WithClientSecret("web-secret").WithRedirectUri("https://localhost:5001/signin-oidc").Build();

        var address = await app.GetAuthorizationRequestUrl(Scopes).WithPkce(out var verifier).ExecuteAsync();
        var answer = await browser.PressAsync(await browser.PressAsync(await browser.GoAsync(address.ToString()), "Bob Brown"), "Accept");
        var result = await app.AcquireTokenByAuthorizationCode(Scopes, answer["code"]).WithPkceCodeVerifier(verifier).ExecuteAsync();

        Assert.Equal("1", Some.Payload(result.AccessToken).GetProperty("azpacr").GetString());
    }

    private static AppRegistration WebApp => SomeDirectory.Client("web-app", "web", "https://localhost:5001/signin-oidc") with { Credentials = new AppCredentials().AddSecret("web-secret") };

    private IPublicClientApplication Public() => PublicClientApplicationBuilder.Create(WellKnown.CliClientId)
        .WithAuthority(fixture.Emulator.Address + WellKnown.ContosoTenantId, validateAuthority: false)
        .WithInstanceDiscovery(false)
        .WithRedirectUri("http://localhost:5555")
        .WithHttpClientFactory(new FixedClient(fixture.Http))
        .Build();

    private sealed class FixedClient(HttpClient http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http;
    }

    private sealed class Walk(Browser browser, params string[] buttons) : ICustomWebUi
    {
        public async Task<Uri> AcquireAuthorizationCodeAsync(Uri authorizationUri, Uri redirectUri, CancellationToken cancellationToken)
        {
            var page = await browser.GoAsync(authorizationUri.ToString());
            foreach (var button in buttons) page = await browser.PressAsync(page, button);
            return page.Answer ?? throw new InvalidOperationException(page.Html);
        }
    }
}
