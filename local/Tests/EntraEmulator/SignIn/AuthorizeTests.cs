using System.Net;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>The authorization endpoint: what it asks, what it sends back, and when it sends nothing.</summary>
public sealed class AuthorizeTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>, IDisposable
{
    private readonly Browser _browser = new(fixture.Emulator);

    public void Dispose() => _browser.Dispose();

    [Theory]
    [InlineData("", '?')]
    [InlineData("query", '?')]
    [InlineData("fragment", '#')]
    public async Task The_answer_is_in_the_address_where_the_client_wants_it_with_its_state_unchanged(string mode, char mark)
    {
        var answer = await SignInAsync(("response_mode", mode));

        Assert.StartsWith($"{Ask.Redirect}/{mark}code=", answer.Answer!.ToString(), StringComparison.Ordinal);
        Assert.Equal("a state=&", answer["state"]);
    }

    [Fact]
    public async Task The_answer_is_posted_by_a_form_that_may_go_only_there()
    {
        var page = await SignInAsync(("response_mode", "form_post"));

        Assert.Contains($"<form method=\"post\" action=\"{Ask.Redirect}\">", page.Html, StringComparison.Ordinal);
        Assert.Equal("a state=&", page["state"]);
        Assert.NotNull(page["code"]);
        Assert.Contains($"form-action 'self' {Ask.Redirect}", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_signed_in_goes_on_without_a_page_also_to_another_port_of_this_machine()
    {
        await SignInAsync();

        var again = await _browser.GoAsync(Ask.For(("redirect_uri", "http://localhost:6666")));
        var silent = await _browser.GoAsync(Ask.For(("prompt", "none"), ("login_hint", "alice@contoso.example")));

        Assert.StartsWith("http://localhost:6666/?code=", again.Answer!.ToString(), StringComparison.Ordinal);
        Assert.NotNull(silent["code"]);
    }

    [Theory]
    [InlineData("select_account")]
    [InlineData("login")]
    public async Task A_client_can_have_the_user_choose_again(string prompt)
    {
        await SignInAsync();

        var page = await _browser.GoAsync(Ask.For(("prompt", prompt)));

        Assert.Contains("Choose an account", page.Html, StringComparison.Ordinal);
        Assert.Contains("alice@contoso.example, signed in", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("login_required", "AADSTS50058")]
    [InlineData("login_required", "AADSTS50058", "login_hint", "bob@contoso.example")]
    public async Task Without_a_page_nobody_can_sign_in(string error, string number, params string[] hint)
    {
        if (hint.Length > 0) await SignInAsync();

        var answer = await _browser.GoAsync(Ask.For([("prompt", "none"), .. hint.Length > 0 ? ((string, string)[])[(hint[0], hint[1])] : []]));

        Assert.Equal(error, answer["error"]);
        Assert.StartsWith(number, answer["error_description"], StringComparison.Ordinal);
        Assert.Equal("a state=&", answer["state"]);
    }

    [Fact]
    public async Task A_sign_in_that_is_too_old_is_asked_for_again()
    {
        await SignInAsync();

        Assert.Contains("Choose an account", (await _browser.GoAsync(Ask.For(("max_age", "0")))).Html, StringComparison.Ordinal);
        Assert.NotNull((await _browser.GoAsync(Ask.For(("max_age", "3600"))))["code"]);
    }

    [Theory]
    [InlineData("AADSTS50011", "redirect_uri", "https://evil.example/")]
    [InlineData("AADSTS50011", "redirect_uri", "http://localhost:5555/other")]
    [InlineData("AADSTS50011", "redirect_uri", "http://localhost:5555@evil.example")]
    [InlineData("AADSTS900144", "redirect_uri", "")]
    [InlineData("AADSTS700016", "client_id", "c11e0000-0000-4000-8000-0000000000ff")]
    [InlineData("AADSTS50011", "client_id", WellKnown.FunctionAppClientId)]
    public async Task As_long_as_the_address_is_not_proven_the_error_is_a_page_and_goes_nowhere(string number, string name, string value)
    {
        var page = await _browser.GoAsync(Ask.For((name, value)));

        Assert.Equal((HttpStatusCode.BadRequest, null), (page.Status, page.Answer));
        Assert.Contains(number, page.Html, StringComparison.Ordinal);
        Assert.Contains("Correlation ID", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unsupported_response_type", "AADSTS700054", "response_type", "id_token")]
    [InlineData("unsupported_response_type", "AADSTS70005", "response_type", "cheese")]
    [InlineData("invalid_request", "AADSTS70007", "response_mode", "okay")]
    [InlineData("invalid_request", "AADSTS900144", "scope", "")]
    [InlineData("invalid_scope", "AADSTS70011", "scope", "/x/")]
    [InlineData("invalid_request", "AADSTS90023", "prompt", "please")]
    [InlineData("invalid_request", "AADSTS501491", "code_challenge", "short")]
    [InlineData("invalid_request", "AADSTS9002313", "claims", "{")]
    public async Task What_is_wrong_with_the_rest_is_told_to_the_client(string error, string number, string name, string value)
    {
        var answer = await _browser.GoAsync(Ask.For((name, value)));

        Assert.Equal((error, "a state=&"), (answer["error"], answer["state"]));
        Assert.StartsWith(number, answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_that_are_not_known_are_left_as_they_are()
    {
        var answer = await SignInAsync(("claims", """{"id_token":{"signin_state":{"essential":false},"login_hint":{"essential":false}},"access_token":{"xms_cc":{"values":["CP1"]}}}"""));

        Assert.NotNull(answer["code"]);
    }

    [Fact]
    public async Task Names_from_outside_are_text_on_the_page()
    {
        var page = await _browser.GoAsync(Ask.For(("client_id", "<script>alert(1)</script>")));

        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("common", WellKnown.CarolObjectId, "Carol Clark")]
    [InlineData("organizations", WellKnown.AliceObjectId, "Alice Anderson")]
    [InlineData("fabrikam", WellKnown.CarolObjectId, "Carol Clark")]
    public async Task Users_of_other_tenants_sign_in_where_the_client_is_for_many(string tenant, string objectId, string user)
    {
        var page = await _browser.GoAsync(Ask.For(tenant));
        var answer = await _browser.PressAsync(page, user);

        var reply = await fixture.PostAsync(tenant, Ask.Redeem(answer["code"]));

        Assert.Equal(objectId, Some.Payload(reply.Body.GetProperty("access_token").GetString()!).GetProperty("oid").GetString());
    }

    private async Task<Visit> SignInAsync(params (string Name, string Value)[] changes) => await _browser.PressAsync(await _browser.GoAsync(Ask.For(changes)), "Alice Anderson");
}
