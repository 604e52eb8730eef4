using System.Net;
using System.Text.Json;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.DevStack;

public sealed class DownstreamTokenCheckTests(DownstreamApisFixture apis) : IClassFixture<DownstreamApisFixture>
{
    public static TheoryData<string, string, string> BadClaims => new()
    {
        { "aud", WellKnown.OrdersAppId, "another API" },
        { "aud", $"{WellKnown.GraphIdUri}/", "another API" },
        { "aud", WellKnown.GraphAppId, "another API" },
        { "iss", $"https://login.example/{WellKnown.ContosoTenantId}/v2.0", "another issuer" },
        { "tid", WellKnown.FabrikamTenantId, "another issuer" },
        { "tid", "11111111-0000-4000-8000-000000000009", "tenant is not known" },
        { "tid", "contoso", "names no tenant" },
        { "azp", WellKnown.CliClientId, "another application" },
    };

    [Fact]
    public async Task A_good_token_is_answered_for_its_user()
    {
        using var answer = await apis.GetGraphAsync(await apis.GraphTokenAsync(WellKnown.BobObjectId));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var me = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        Assert.Equal(WellKnown.BobObjectId, me.RootElement.GetProperty("id").GetString());
    }

    [Theory]
    [MemberData(nameof(BadClaims))]
    public async Task A_token_with_a_wrong_claim_is_refused_with_the_reason(string claim, string value, string reason)
    {
        using var answer = await apis.GetGraphAsync(await apis.GraphTokenAsync(change: claims => claims[claim] = value));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aud")]
    [InlineData("iss")]
    [InlineData("tid")]
    [InlineData("azp")]
    [InlineData("exp")]
    public async Task A_token_without_a_needed_claim_is_refused(string claim)
    {
        using var answer = await apis.GetGraphAsync(await apis.GraphTokenAsync(change: claims => claims.Remove(claim)));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData(-7200, -1)]
    [InlineData(60, 3600)]
    public async Task A_token_is_refused_outside_its_lifetime_to_the_second(int notBefore, int expires)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        using var answer = await apis.GetGraphAsync(await apis.GraphTokenAsync(change: claims => (claims["nbf"], claims["exp"]) = (now + notBefore, now + expires)));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("expired or not valid yet", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_whose_payload_was_exchanged_is_refused()
    {
        var (alice, bob) = ((await apis.GraphTokenAsync()).Split('.'), (await apis.GraphTokenAsync(WellKnown.BobObjectId)).Split('.'));

        using var answer = await apis.GetGraphAsync($"{alice[0]}.{bob[1]}.{alice[2]}");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("signature is wrong", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    public async Task A_token_that_names_another_algorithm_than_RS256_is_refused(string algorithm)
    {
        var good = (await apis.GraphTokenAsync()).Split('.');
        var header = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""");

        using var answer = await apis.GetGraphAsync($"{header}.{good[1]}.{good[2]}");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("not signed with RS256", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    public async Task A_request_without_a_readable_token_is_challenged(string? token)
    {
        using var answer = await apis.GetGraphAsync(token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(token is not null, answer.Headers.WwwAuthenticate.ToString().Contains("error=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Mail.Read")]
    [InlineData("User.ReadWrite")]
    [InlineData("user.read")]
    public async Task A_token_without_the_scope_is_forbidden(string scope)
    {
        using var answer = await apis.GetGraphAsync(await apis.GraphTokenAsync(change: claims => claims["scp"] = scope));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Authorization_RequestDenied", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_nobody_is_forbidden_where_a_user_is_needed()
    {
        using var answer = await apis.GetGraphAsync(await apis.GraphTokenAsync(change: claims => claims.Remove("oid")));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_signed_with_a_key_made_after_the_first_fetch_is_accepted()
    {
        using var before = await apis.GetGraphAsync(await apis.GraphTokenAsync());
        using var rotation = await apis.Http.PostAsync(new Uri(apis.Stack.Emulator.Address, "dev/keys/rotate"), null);

        using var after = await apis.GetGraphAsync(await apis.GraphTokenAsync());

        Assert.True(rotation.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }
}
