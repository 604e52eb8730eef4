using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TestSupport;

namespace Local.Tests.EntraEmulator;

/// <summary><c>/dev/consents</c> and <c>/dev/token-requests</c>.</summary>
public sealed class DevConsentTests
{
    [Fact]
    public async Task A_users_own_consent_is_for_that_user_alone()
    {
        await using var own = await OwnEmulator.StartAsync(new() { Port = 0 });
        await ChangeAsync(own, HttpMethod.Delete, """{"client":"functions","api":"graph"}""");
        await ChangeAsync(own, HttpMethod.Post, """{"client":"functions","api":"graph","scopes":"User.Read","user":"alice"}""");

        Assert.Equal(200, (await own.ExchangeAsync("https://graph.microsoft.com/User.Read", "alice")).Status);
        Assert.Equal(400, (await own.ExchangeAsync("https://graph.microsoft.com/User.Read", "bob")).Status);
    }

    [Fact]
    public async Task One_scope_can_be_taken_away()
    {
        await using var own = await OwnEmulator.StartAsync(new() { Port = 0 });

        var left = await ChangeAsync(own, HttpMethod.Delete, """{"client":"functions","api":"orders","scopes":"Orders.ReadWrite"}""");

        Assert.Contains(left.EnumerateArray(), consent => consent.GetProperty("api").GetString() == "orders" && consent.GetProperty("scopes").GetString() == "Orders.Read");
    }

    [Theory]
    [InlineData("""{"client":"nobody","api":"graph"}""", "functions, graph, orders")]
    [InlineData("""{"client":"functions"}""", "Say which 'api'")]
    [InlineData("""{"client":"functions","api":"graph"}""", "'scopes'")]
    [InlineData("""{"client":"functions","api":"graph","scopes":"User.Write"}""", "has no scope 'User.Write'")]
    [InlineData("""{"client":"functions","api":"graph","scopes":"User.Read","user":"mallory"}""", "alice, bob, carol")]
    [InlineData("""{"client":"functions","api":"graph","scopes":"User.Read","tenant":"nowhere"}""", "contoso, fabrikam")]
    [InlineData("""{"client":"functions","api":"graph","scope":"User.Read"}""", "scopes")]
    public async Task What_is_wrong_with_a_consent_is_explained(string body, string explanation)
    {
        await using var own = await OwnEmulator.StartAsync(new() { Port = 0 });
        using var answer = await own.Http.PostAsync("dev/consents", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(explanation, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_requests_are_told_with_their_answers_but_without_what_is_secret()
    {
        await using var own = await OwnEmulator.StartAsync(new() { Port = 0 });
        await own.ExchangeAsync("https://graph.microsoft.com/User.Read");
        await own.ExchangeAsync("https://graph.microsoft.com/Mail.Read");

        var text = await own.Http.GetStringAsync("dev/token-requests");

        var requests = JsonDocument.Parse(text).RootElement.EnumerateArray().Select(one => (one.GetProperty("status").GetInt32(), one.GetProperty("grant").GetString(), one.GetProperty("form").GetProperty("client_secret").GetString())).ToList();
        Assert.Equal([(400, "on_behalf_of", "(not shown)"), (200, "on_behalf_of", "(not shown)")], requests);
        Assert.DoesNotContain(WellKnown.FunctionAppSecret, text, StringComparison.Ordinal);
        using (await own.Http.DeleteAsync("dev/token-requests")) { }
        Assert.Equal("[]", await own.Http.GetStringAsync("dev/token-requests"));
    }

    private static async Task<JsonElement> ChangeAsync(OwnEmulator own, HttpMethod method, string body)
    {
        using var answer = await own.Http.SendAsync(new HttpRequestMessage(method, "dev/consents") { Content = new StringContent(body) });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
