using System.Net;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>What pages of other sites can do in the browser of somebody who develops: nothing.</summary>
public sealed class SignInSecurityTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    [Theory]
    [InlineData("GET", "dev/token?user=alice")]
    [InlineData("POST", "dev/keys/rotate")]
    [InlineData("POST", "dev/faults")]
    [InlineData("POST", "dev/sign-in")]
    [InlineData("POST", "dev/phone?user=alice&number=10")]
    [InlineData("POST", "signin/account")]
    [InlineData("POST", "signin/second-factor")]
    [InlineData("POST", "signin/consent")]
    [InlineData("POST", "adminconsentrequests/account")]
    [InlineData("POST", "adminconsentrequests/decision")]
    [InlineData("POST", "phone")]
    [InlineData("POST", "devicelogin")]
    public async Task A_page_of_another_site_gets_nothing(string method, string address)
    {
        foreach (var (name, value) in ((string, string)[])[("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            request.Headers.Add(name, value);

            var response = await fixture.Http.SendAsync(request);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost")]
    [InlineData("localhost.evil.example")]
    public async Task A_name_that_leads_here_is_no_way_in(string host)
    {
        using var handler = fixture.Emulator.CreateHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented!.GetCertHashString() == fixture.Emulator.Certificate.Thumbprint;
        using var http = new HttpClient(handler);
        foreach (var path in (string[])["dev/token?user=alice", Ask.For(), "contoso/oauth2/v2.0/token"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{fixture.Emulator.Address}{path}") { Headers = { Host = host } };

            Assert.Equal(HttpStatusCode.MisdirectedRequest, (await http.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task A_page_is_answered_once_and_only_by_who_saw_it()
    {
        using var browser = new Browser(fixture.Emulator);
        var page = await browser.GoAsync(Ask.For());
        await browser.PressAsync(page, "Alice Anderson");

        var again = await browser.PressAsync(page, "Bob Brown");
        var guessed = await browser.PostAsync("signin/account", [new("handle", "guessed"), new("user", $"{WellKnown.ContosoTenantId}/{WellKnown.BobObjectId}")], origin: null);

        Assert.All((Visit[])[again, guessed], visit => Assert.Equal((HttpStatusCode.BadRequest, true), (visit.Status, visit.Html.Contains("AADSTS90025", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_session_is_a_cookie_for_this_server_that_no_script_reads_and_that_is_new_at_each_sign_in()
    {
        using var browser = new Browser(fixture.Emulator);
        browser.Cookies.Add(fixture.Emulator.Address, new Cookie("__Host-EntraEmulator", "slipped-in", "/") { Secure = true });

        await browser.PressAsync(await browser.GoAsync(Ask.For()), "Alice Anderson");
        var first = Assert.Single(browser.Cookies.GetCookies(fixture.Emulator.Address));
        await browser.PressAsync(await browser.GoAsync(Ask.For(("prompt", "login"))), "Alice Anderson");
        var second = Assert.Single(browser.Cookies.GetCookies(fixture.Emulator.Address));

        Assert.True(first is { Secure: true, HttpOnly: true, Path: "/" });
        Assert.NotEqual("slipped-in", first.Value);
        Assert.NotEqual(first.Value, second.Value);
    }

    [Fact]
    public async Task Sign_out_ends_the_session_and_goes_back_only_to_registered_addresses()
    {
        using var browser = new Browser(fixture.Emulator);
        await browser.PressAsync(await browser.GoAsync(Ask.For()), "Alice Anderson");

        var back = await browser.GoAsync($"contoso/oauth2/v2.0/logout?post_logout_redirect_uri={Uri.EscapeDataString(Ask.Redirect)}&state=s1");
        var nowhere = await browser.GoAsync("contoso/oauth2/v2.0/logout?post_logout_redirect_uri=https%3A%2F%2Fevil.example");
        var silent = await browser.GoAsync(Ask.For(("prompt", "none")));

        Assert.Equal($"{Ask.Redirect}/?state=s1", back.Answer!.ToString());
        Assert.Equal((HttpStatusCode.OK, null), (nowhere.Status, nowhere.Answer));
        Assert.Equal("login_required", silent["error"]);
    }

    [Fact]
    public async Task Pages_of_any_site_may_read_the_documents_and_only_registered_ones_the_answers_of_the_token_endpoint()
    {
        Assert.Equal("*", await AllowedAsync("contoso/v2.0/.well-known/openid-configuration"));
        Assert.Equal("*", await AllowedAsync("contoso/discovery/v2.0/keys"));
        Assert.Null(await AllowedAsync("contoso/oauth2/v2.0/token"));

        async Task<string?> AllowedAsync(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, address);
            request.Headers.Add("Origin", "https://any.example");
            return (await fixture.Http.SendAsync(request)).Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
        }
    }
}
