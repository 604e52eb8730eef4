using System.Net;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>Renewal in a hidden frame: with the session's cookie, and without it, as in Safari.</summary>
public sealed class FrameTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    [Fact]
    public async Task A_frame_of_a_page_over_tls_finds_the_session_and_gets_a_code_without_a_page()
    {
        using var browser = await SignedInAsync(fixture);

        var answer = await FrameAsync(fixture, browser, "same-site");

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains("#code=", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("X-Frame-Options"));
        Assert.False(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task Where_frames_get_no_cookies_nobody_is_signed_in_there_but_in_a_window_all_is_as_before()
    {
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0 });
        using var browser = await SignedInAsync(emulator);
        var set = await emulator.Http.PostAsync("dev/sign-in", new StringContent("""{"thirdPartyCookies":false}"""));

        var answer = await FrameAsync(emulator, browser, "same-site");
        var window = await browser.GoAsync(Ask.For(("prompt", "none")));

        Assert.Contains("\"thirdPartyCookies\": false", await set.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("error=login_required", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.NotNull(window["code"]);
    }

    [Fact]
    public async Task A_switch_that_does_not_exist_is_said()
    {
        var reply = await fixture.Http.PostAsync("dev/sign-in", new StringContent("""{"cookies":false}"""));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains("Known members: numberMatching, thirdPartyCookies, consentRequests", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>What Chromium sends from a frame.</summary>
    private static async Task<HttpResponseMessage> FrameAsync(EmulatorFixture emulator, Browser browser, string site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Ask.For(("prompt", "none"), ("response_mode", "fragment")));
        request.Headers.Add("Cookie", browser.Cookies.GetCookieHeader(emulator.Emulator.Address));
        request.Headers.Add("Sec-Fetch-Dest", "iframe");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        request.Headers.Add("Sec-Fetch-Site", site);
        return await emulator.Http.SendAsync(request);
    }

    private static async Task<Browser> SignedInAsync(EmulatorFixture emulator)
    {
        var browser = new Browser(emulator.Emulator);
        await browser.PressAsync(await browser.GoAsync(Ask.For()), "Alice Anderson");
        return browser;
    }
}
