using EntraEmulator;
using EntraEmulator.Faults;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using Microsoft.Identity.Client;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class MsalTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private static readonly string[] GraphScopes = [$"{WellKnown.GraphIdUri}/User.Read"];
    private static readonly string[] OrdersScopes = [$"{WellKnown.OrdersIdUri}/Orders.Read"];

    private Emulator Emulator => fixture.Emulator;

    [Theory]
    [InlineData(WellKnown.AliceName, WellKnown.AliceObjectId)]
    [InlineData(WellKnown.BobName, WellKnown.BobObjectId)]
    public async Task A_users_token_is_exchanged_for_the_same_users_token_to_graph(string user, string objectId)
    {
        var result = await fixture.MsalWithSecret().AcquireTokenOnBehalfOf(GraphScopes, new UserAssertion(Emulator.IssueAccessToken(user))).ExecuteAsync();

        var claims = Some.Payload(result.AccessToken);
        Assert.Equal(objectId, claims.GetProperty("oid").GetString());
        Assert.Equal(WellKnown.ContosoTenantId, claims.GetProperty("tid").GetString());
        Assert.Equal(WellKnown.GraphIdUri, claims.GetProperty("aud").GetString());
        Assert.Equal("User.Read", claims.GetProperty("scp").GetString());
        Assert.Equal(WellKnown.FunctionAppClientId, claims.GetProperty("azp").GetString());
        Assert.Equal("1", claims.GetProperty("azpacr").GetString());
        Assert.Equal($"{objectId}.{WellKnown.ContosoTenantId}", result.Account.HomeAccountId.Identifier);
        Assert.NotEmpty(result.IdToken);
    }

    [Fact]
    public async Task Each_api_gets_its_own_audience()
    {
        var result = await fixture.MsalWithSecret().AcquireTokenOnBehalfOf(OrdersScopes, new UserAssertion(Emulator.IssueAccessToken("alice"))).ExecuteAsync();

        Assert.Equal(WellKnown.OrdersAppId, Some.Payload(result.AccessToken).GetProperty("aud").GetString());
        Assert.Equal("user", Some.Payload(result.AccessToken).GetProperty("idtyp").GetString());
    }

    [Fact]
    public async Task The_second_call_for_a_token_is_served_from_msals_cache()
    {
        var app = fixture.MsalWithSecret();
        var assertion = new UserAssertion(Emulator.IssueAccessToken("alice"));

        var first = await app.AcquireTokenOnBehalfOf(GraphScopes, assertion).ExecuteAsync();
        var second = await app.AcquireTokenOnBehalfOf(GraphScopes, assertion).ExecuteAsync();

        Assert.Equal(TokenSource.IdentityProvider, first.AuthenticationResultMetadata.TokenSource);
        Assert.Equal(TokenSource.Cache, second.AuthenticationResultMetadata.TokenSource);
        Assert.Equal(first.AccessToken, second.AccessToken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_proves_the_client(bool sendX5C)
    {
        Emulator.Directory.FindApplication(WellKnown.FunctionAppName)!.Credentials.AddCertificate(The.Certificate);
        var app = fixture.Msal().WithCertificate(The.Certificate, sendX5C).Build();

        var result = await app.AcquireTokenOnBehalfOf(GraphScopes, new UserAssertion(Emulator.IssueAccessToken("alice"))).ExecuteAsync();

        Assert.Equal("2", Some.Payload(result.AccessToken).GetProperty("azpacr").GetString());
    }

    [Fact]
    public async Task A_client_gets_a_token_of_its_own_with_its_app_roles()
    {
        var app = fixture.Msal(clientId: WellKnown.DaemonClientId).WithClientSecret(WellKnown.DaemonSecret).Build();

        var result = await app.AcquireTokenForClient([$"{WellKnown.FunctionAppIdUri}/.default"]).ExecuteAsync();

        var claims = Some.Payload(result.AccessToken);
        Assert.Equal(WellKnown.FunctionAppRole, claims.GetProperty("roles")[0].GetString());
        Assert.Equal("app", claims.GetProperty("idtyp").GetString());
        Assert.Equal(claims.GetProperty("oid").GetString(), claims.GetProperty("sub").GetString());
        Assert.False(claims.TryGetProperty("scp", out _));
    }

    [Fact]
    public async Task A_long_running_process_goes_on_with_a_refresh_token()
    {
        var app = (ILongRunningWebApi)fixture.MsalWithSecret();
        string? sessionKey = null;
        var first = await app.InitiateLongRunningProcessInWebApi(GraphScopes, Emulator.IssueAccessToken("alice"), ref sessionKey).ExecuteAsync();

        var cached = await app.AcquireTokenInLongRunningProcess(GraphScopes, sessionKey).ExecuteAsync();
        var refreshed = await app.AcquireTokenInLongRunningProcess(GraphScopes, sessionKey).WithForceRefresh(true).ExecuteAsync();
        var otherApi = await app.AcquireTokenInLongRunningProcess(OrdersScopes, sessionKey).ExecuteAsync();

        Assert.Equal(first.AccessToken, cached.AccessToken);
        Assert.NotEqual(first.AccessToken, refreshed.AccessToken, StringComparer.Ordinal);
        Assert.Equal(WellKnown.AliceObjectId, Some.Payload(refreshed.AccessToken).GetProperty("oid").GetString());
        Assert.Equal(WellKnown.OrdersAppId, Some.Payload(otherApi.AccessToken).GetProperty("aud").GetString());
        Assert.Equal(2, Emulator.Stats.Snapshot().Grants["refresh_token"]);
    }

    [Fact]
    public async Task Missing_consent_arrives_as_a_need_for_the_user()
    {
        var failure = await Assert.ThrowsAsync<MsalUiRequiredException>(() => fixture.MsalWithSecret()
            .AcquireTokenOnBehalfOf([$"{WellKnown.GraphIdUri}/Mail.Read"], new UserAssertion(Emulator.IssueAccessToken("alice"))).ExecuteAsync());

        Assert.Equal(UiRequiredExceptionClassification.ConsentRequired, failure.Classification);
        Assert.Contains("AADSTS65001", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scripted_claims_challenge_reaches_the_caller_of_msal()
    {
        const string claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";
        Emulator.Faults.Enqueue(new Fault { User = "carol", Error = "interaction_required", Suberror = "basic_action", Codes = [50076], Claims = claims });
        var app = fixture.Msal(WellKnown.FabrikamTenantId).WithClientSecret(WellKnown.FunctionAppSecret).Build();
        var assertion = new UserAssertion(Emulator.IssueAccessToken("carol"));

        var failure = await Assert.ThrowsAsync<MsalClaimsChallengeException>(() => app.AcquireTokenOnBehalfOf(GraphScopes, assertion).ExecuteAsync());
        var after = await app.AcquireTokenOnBehalfOf(GraphScopes, assertion).WithClaims(failure.Claims).ExecuteAsync();

        Assert.Equal(claims, failure.Claims);
        Assert.Equal(WellKnown.CarolObjectId, Some.Payload(after.AccessToken).GetProperty("oid").GetString());
    }

    [Fact]
    public async Task A_client_that_takes_challenges_gets_long_lived_tokens_with_a_refresh_hint()
    {
        var app = fixture.Msal().WithClientSecret(WellKnown.FunctionAppSecret).WithClientCapabilities(["cp1"]).Build();

        var result = await app.AcquireTokenOnBehalfOf(GraphScopes, new UserAssertion(Emulator.IssueAccessToken("bob"))).ExecuteAsync();

        Assert.Equal("cp1", Some.Payload(result.AccessToken).GetProperty("xms_cc")[0].GetString());
        Assert.InRange(result.ExpiresOn - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        Assert.NotNull(result.AuthenticationResultMetadata.RefreshOn);
    }

    [Fact]
    public async Task A_federated_token_proves_the_client()
    {
        var issuer = new ExternalIssuer(The.ExternalKey);
        var app = Emulator.Directory.FindApplication(WellKnown.FunctionAppName)!;
        app.Credentials.AddFederatedCredential(issuer.Credential("system:serviceaccount:default:functions"));
        var msal = fixture.Msal().WithClientAssertion((AssertionRequestOptions _) => Task.FromResult(issuer.Token("system:serviceaccount:default:functions"))).Build();

        var result = await msal.AcquireTokenOnBehalfOf(GraphScopes, new UserAssertion(Emulator.IssueAccessToken("alice"))).ExecuteAsync();

        Assert.Equal("2", Some.Payload(result.AccessToken).GetProperty("azpacr").GetString());
    }
}
