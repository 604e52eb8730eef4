using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using Local.Tests.EntraEmulator.StackFiles;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>A sign-in that asks for no API: who the user is, and nothing else.</summary>
public sealed class OpenIdScopeTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private static readonly (string, string) OpenIdOnly = ("scope", "openid profile email offline_access");

    [Fact]
    public async Task The_tokens_are_an_id_token_and_one_for_user_info_with_the_same_subject()
    {
        var tokens = await TokensAsync(fixture);

        var info = await UserInfoAsync(fixture, tokens);

        Assert.Equal(("openid profile email", WellKnown.GraphIdUri, "openid profile email"), (tokens.Text("scope"), tokens.Claims.GetProperty("aud").GetString(), tokens.Claims.GetProperty("scp").GetString()));
        Assert.Equal((Some.Payload(tokens.Text("id_token")!).GetProperty("sub").GetString(), "Alice Anderson", "alice@contoso.example"), (info.GetProperty("sub").GetString(), info.GetProperty("name").GetString(), info.GetProperty("email").GetString()));
    }

    [Fact]
    public async Task They_are_renewed_and_the_refresh_token_is_good_for_apis_too()
    {
        var tokens = await TokensAsync(fixture);

        var renewed = await RefreshAsync(tokens);
        var forApi = await RefreshAsync(tokens, new KeyValuePair<string, string>("scope", $"{WellKnown.FunctionAppIdUri}/access_as_user"));

        Assert.Equal((WellKnown.GraphIdUri, WellKnown.FunctionAppClientId), (renewed.Claims.GetProperty("aud").GetString(), forApi.Claims.GetProperty("aud").GetString()));
        Assert.NotNull(renewed.Text("id_token"));
    }

    [Fact]
    public async Task It_works_in_a_stack_without_graph()
    {
        var client = StackText.Parse($$"""[{ "name": "cli", "clientId": "{{WellKnown.CliClientId}}", "publicClient": true }]""");
        var stack = StackText.Parse(StackText.Least)!;
        stack["clients"] = client;
        stack["tenants"]![0]!["users"] = StackText.Parse($$"""[{ "name": "alice", "id": "{{WellKnown.AliceObjectId}}", "displayName": "Alice Anderson" }]""");
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = TenantDirectory.From(StackText.Read(stack.ToJsonString())) });

        Assert.Equal("Alice Anderson", (await UserInfoAsync(emulator, await TokensAsync(emulator))).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_policy_for_graph_is_met_at_the_sign_in_and_not_found_out_later()
    {
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0 });
        emulator.Emulator.Policies.Add(new AccessPolicy { Api = WellKnown.GraphName });
        using var browser = new Browser(emulator.Emulator);

        var page = await browser.PressAsync(await browser.GoAsync(Ask.For(OpenIdOnly)), "Alice Anderson");
        var tokens = await emulator.PostAsync(Ask.Redeem((await browser.PressAsync(page, "Approve"))["code"]));

        Assert.Equal(200, tokens.Status);
    }

    private static async Task<TokenReply> TokensAsync(EmulatorFixture emulator)
    {
        using var browser = new Browser(emulator.Emulator);
        var answer = await browser.PressAsync(await browser.GoAsync(Ask.For(OpenIdOnly)), "Alice Anderson");
        return await emulator.PostAsync(Ask.Redeem(answer["code"]));
    }

    private Task<TokenReply> RefreshAsync(TokenReply from, params KeyValuePair<string, string>[] more) =>
        fixture.PostAsync([new("grant_type", "refresh_token"), new("client_id", WellKnown.CliClientId), new("refresh_token", from.Text("refresh_token")!), .. more]);

    private static async Task<JsonElement> UserInfoAsync(EmulatorFixture emulator, TokenReply tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "graph/oidc/userinfo") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", tokens.Text("access_token")) } };
        var response = await emulator.Http.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
