using System.Net.Http.Headers;
using System.Text;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>The same list: addresses, what is wrong with a request, and how a client proves itself.</summary>
public sealed class OpenIdRequestTests : IAsyncLifetime
{
    private WebClient _client = null!;

    public async Task InitializeAsync() => _client = await WebClient.StartAsync();

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Theory]
    [InlineData($"{WebClient.Redirect}/")]
    [InlineData($"{WebClient.Redirect}?two=2")]
    [InlineData($"{WebClient.Redirect}#part")]
    [InlineData("https://app.example/Signin")]
    [InlineData("https://app.example/x/../signin")]
    [InlineData("https://APP.example/signin")]
    [InlineData("http://app.example/signin")]
    [InlineData("https://app.example:443/signin")]
    public async Task A_redirect_uri_is_compared_character_by_character(string uri) =>
        Assert.Contains("AADSTS50011", (await _client.GoAsync(("redirect_uri", uri))).Html, StringComparison.Ordinal);

    [Fact]
    public async Task The_query_of_a_registered_address_stays() =>
        Assert.StartsWith($"{WebClient.Redirect}?one=1&code=", (await _client.SignInAsync(("redirect_uri", $"{WebClient.Redirect}?one=1"))).Answer!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("response_type", "", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("prompt", "none login", "invalid_request")]
    public async Task What_cannot_be_is_told_to_the_client_with_its_state(string name, string value, string error)
    {
        var answer = await _client.GoAsync((name, value));

        Assert.Equal((error, "a state=&"), (answer["error"], answer["state"]));
    }

    [Fact]
    public async Task A_request_may_be_a_form()
    {
        var query = _client.Address().Split('?')[1].Split('&').Select(one => one.Split('=')).Select(one => KeyValuePair.Create(one[0], Uri.UnescapeDataString(one[1])));

        var page = await _client.Browser.PostAsync("contoso/oauth2/v2.0/authorize", query, origin: "https://app.example");

        Assert.NotNull((await _client.Browser.PressAsync(page, "Alice Anderson"))["code"]);
    }

    [Fact]
    public async Task A_client_proves_itself_in_the_form_or_in_the_header_and_not_at_all_or_wrongly_is_refused()
    {
        var id = _client.Registration.ClientId;
        var inForm = await _client.RedeemAsync(await _client.SignInAsync());
        var inHeader = await WithHeaderAsync(WebClient.Secret);
        var without = await _client.Emulator.PostAsync(WebClient.Form(await _client.GoAsync(), ("client_id", id)));
        var wrong = await WithHeaderAsync("other");

        Assert.Equal((200, 200), (inForm.Status, inHeader.Status));
        TokenReply.Refused(without, 401, "invalid_client", 7000218);
        TokenReply.Refused(wrong, 401, "invalid_client", 7000215);

        async Task<TokenReply> WithHeaderAsync(string secret) => await _client.Emulator.PostAsync("contoso", WebClient.Form(await _client.GoAsync(), ("client_id", "")), request =>
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{Uri.EscapeDataString(secret)}"))));
    }
}
