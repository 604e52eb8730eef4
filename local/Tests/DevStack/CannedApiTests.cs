using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator.Dev;
using Local.Tests.EntraEmulator;
using TestSupport;

namespace Local.Tests.DevStack;

/// <summary>An API that is a section of the stack file answers as it says, and refuses as Graph and Orders do.</summary>
public sealed class CannedApiTests(CannedApis apis) : IClassFixture<CannedApis>
{
    [Fact]
    public async Task A_section_is_all_that_a_new_api_needs()
    {
        var settings = apis.Stack.Settings;
        var scopes = settings.Where(setting => setting.Key.StartsWith("DownstreamApis:Stock:Scopes:", StringComparison.Ordinal)).Select(setting => setting.Value).ToList();
        Assert.Equal(apis.Stack.Apis["Stock"].Address.ToString(), settings["DownstreamApis:Stock:BaseUrl"]);
        Assert.Equal(2, scopes.Count);

        var exchange = await ExchangeAsync(string.Join(' ', scopes));
        using var answer = await apis.GetAsync("items/7", exchange.Text("access_token"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task An_answer_has_the_callers_claims_and_the_paths_values_in_its_texts()
    {
        using var answer = await apis.GetAsync("items/a%22%7Boid%7D%E2%82%AC", apis.TokenFor("Stock.Read Stock.Write", "bob"));

        var item = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("a\"{oid}€", item.GetProperty("id").GetString());
        Assert.Equal([WellKnown.BobObjectId, "Bob Brown", WellKnown.ContosoTenantId, "Stock.Read Stock.Write"], item.GetProperty("for").EnumerateArray().Select(text => text.GetString()));
        Assert.Equal("{id} of bob@contoso.example", item.GetProperty("text").GetString());
        Assert.Equal(("5.50", JsonValueKind.Null), (item.GetProperty("count").GetRawText(), item.GetProperty("old").ValueKind));
    }

    [Fact]
    public async Task Status_and_headers_are_those_of_the_route()
    {
        using var answer = await apis.SendAsync(HttpMethod.Put, "items/a%0D%0Ab", apis.TokenFor("Stock.Write"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(("/items/a%0D%0Ab", "canned", ""), (answer.Headers.Location!.OriginalString, Assert.Single(answer.Headers.GetValues("X-Kind")), await answer.Content.ReadAsStringAsync()));

        using var gone = await apis.SendAsync(HttpMethod.Delete, "items/1", apis.TokenFor("Stock.Write"));
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);

        using var page = await apis.GetAsync("page", apis.TokenFor());
        Assert.Equal("application/hal+json", page.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("items/special", "\"the special one\"")]
    [InlineData("files/a-b.c", "\"first\"")]
    [InlineData("files/a-b", "\"second\"")]
    public async Task Of_routes_that_fit_the_closest_answers_then_the_first(string path, string body)
    {
        using var answer = await apis.GetAsync(path, apis.TokenFor());

        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("aud", WellKnown.OrdersAppId, "another API")]
    [InlineData("aud", "api://stock", "another API")]
    [InlineData("iss", "https://login.example/x/v2.0", "another issuer")]
    [InlineData("tid", WellKnown.FabrikamTenantId, "another issuer")]
    [InlineData("azp", WellKnown.CliClientId, "another application")]
    [InlineData("exp", "1", "not valid")]
    public async Task A_token_with_a_wrong_claim_is_refused_with_the_reason(string claim, string value, string reason)
    {
        var token = apis.Emulator.Changed(apis.TokenFor(), claims => claims[claim] = claim is "exp" ? 1 : value);

        using var answer = await apis.GetAsync("items/1", token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("items/1")]
    [InlineData("nowhere")]
    [InlineData("")]
    public async Task Nothing_answers_without_a_token(string path)
    {
        using var answer = await apis.GetAsync(path, token: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Without_the_permission_of_the_route_nobody_is_answered()
    {
        using var noScope = await apis.GetAsync("items/1", apis.TokenFor("Stock.Write"));
        using var appForUser = await apis.GetAsync("items/1", apis.AppTokenFor("stock"));
        using var userForApp = await apis.GetAsync("count", apis.TokenFor());

        Assert.All([noScope, appForUser, userForApp], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        Assert.Equal("application/problem+json", noScope.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("GET", "items", HttpStatusCode.NotFound)]
    [InlineData("POST", "items/1", HttpStatusCode.MethodNotAllowed)]
    public async Task What_no_route_describes_is_not_there(string method, string path, HttpStatusCode status)
    {
        using var answer = await apis.SendAsync(new HttpMethod(method), path, apis.TokenFor());

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task An_accepted_token_is_listed()
    {
        using var answer = await apis.GetAsync("items/1", apis.TokenFor("Stock.Read Stock.Audit", "bob"));

        var seen = await apis.Http.GetFromJsonAsync<JsonElement>(new Uri(apis.Stack.Apis["Stock"].Address, "dev/seen"));

        Assert.Contains(seen.EnumerateArray(), token => (token.GetProperty("oid").GetString(), token.GetProperty("scp").GetString()) == (WellKnown.BobObjectId, "Stock.Read Stock.Audit"));
    }

    [Fact]
    public async Task An_api_with_app_roles_only_is_for_the_app_itself()
    {
        Assert.Equal("true", apis.Stack.Settings["DownstreamApis:Badges:RequestAppToken"]);
        Assert.False(apis.Stack.Settings.ContainsKey("DownstreamApis:Stock:RequestAppToken"));
        var scope = apis.Stack.Settings["DownstreamApis:Badges:Scopes:0"];
        var own = await PostAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = WellKnown.FunctionAppClientId,
            ["client_secret"] = WellKnown.FunctionAppSecret,
            ["scope"] = scope,
        });

        using var answer = await apis.GetAsync("badges", own.Text("access_token"), "Badges");

        Assert.Equal($"[\"{WellKnown.FunctionAppClientId}\"]", await answer.Content.ReadAsStringAsync());
        TokenReply.Refused(await ExchangeAsync(scope), 400, "invalid_grant", 65001);
    }

    [Fact]
    public async Task A_scope_without_consent_is_refused_as_Entra_does()
    {
        var audit = apis.Stack.Settings["DownstreamApis:Stock:Scopes:0"].Replace("Stock.Read", "Stock.Audit", StringComparison.Ordinal);

        var reply = await ExchangeAsync(audit);

        TokenReply.Refused(reply, 400, "invalid_grant", 65001);
        Assert.Equal("consent_required", reply.Text("suberror"));
    }

    private Task<TokenReply> ExchangeAsync(string scope) => PostAsync(Some.Exchange(apis.Emulator.IssueAccessToken(new TokenRequest { User = "alice" }), scope));

    private async Task<TokenReply> PostAsync(Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        var response = await apis.Http.PostAsync(new Uri(apis.Emulator.Address, "contoso/oauth2/v2.0/token"), content);
        return new TokenReply(response, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
