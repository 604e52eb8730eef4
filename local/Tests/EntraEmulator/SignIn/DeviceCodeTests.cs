using System.Net.Http.Json;
using System.Text.Json;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>A device without a browser signs its user in: what it is told while it asks.</summary>
public sealed class DeviceCodeTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>, IDisposable
{
    private const string Urn = "urn:ietf:params:oauth:grant-type:device_code";

    private readonly Browser _browser = new(fixture.Emulator);

    public void Dispose() => _browser.Dispose();

    [Theory]
    [InlineData(Urn)]
    [InlineData("device_code")]
    public async Task It_waits_for_the_user_and_gets_the_tokens_once(string grant)
    {
        var device = await BeginAsync(fixture);

        TokenReply.Refused(await PollAsync(fixture, device, grant), 400, "authorization_pending", 70016);
        await AnswerAsync(device, "Bob Brown");
        var reply = await PollAsync(fixture, device, grant);

        Assert.Equal((200, WellKnown.BobObjectId), (reply.Status, reply.Claims.GetProperty("oid").GetString()));
        TokenReply.Refused(await PollAsync(fixture, device, grant), 400, "bad_verification_code", 70018);
    }

    [Fact]
    public async Task A_no_ends_it()
    {
        var device = await BeginAsync(fixture);

        await AnswerAsync(device, "Cancel");

        TokenReply.Refused(await PollAsync(fixture, device), 400, "authorization_declined", 70017);
    }

    [Fact]
    public async Task It_ends_after_fifteen_minutes()
    {
        var time = new ManualTime();
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, TimeProvider = time });
        using var browser = new Browser(emulator.Emulator);
        var device = await BeginAsync(emulator);

        time.Advance(TimeSpan.FromMinutes(15));

        TokenReply.Refused(await PollAsync(emulator, device), 400, "expired_token", 70020);
        var page = await browser.PressAsync(await browser.GoAsync("devicelogin"), "Next", ("code", device.GetProperty("user_code").GetString()!));
        Assert.Contains("AADSTS70019", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_names_the_application_and_takes_the_code_as_people_type_it()
    {
        var code = (await BeginAsync(fixture)).GetProperty("user_code").GetString()!;

        var page = await _browser.PressAsync(await _browser.GoAsync("devicelogin"), "Next", ("code", $" {code[..4].ToLowerInvariant()}-{code[4..]}"));

        Assert.Contains("Are you trying to sign in to cli?", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_cannot_be_guessed()
    {
        var time = new ManualTime();
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, TimeProvider = time });
        using var browser = new Browser(emulator.Emulator);
        var code = (await BeginAsync(emulator)).GetProperty("user_code").GetString()!;
        for (var guess = 0; guess < 50; guess++) await browser.PostAsync("devicelogin", [new("code", $"GUESS{guess}")], origin: null);

        var page = await browser.PostAsync("devicelogin", [new("code", code)], origin: null);
        time.Advance(TimeSpan.FromMinutes(1));
        var later = await browser.PostAsync("devicelogin", [new("code", code)], origin: null);

        Assert.DoesNotContain("Are you trying", page.Html, StringComparison.Ordinal);
        Assert.Contains("Are you trying", later.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_with_a_secret_has_no_business_here()
    {
        var response = await fixture.Http.PostAsync("contoso/oauth2/v2.0/devicecode", new FormUrlEncodedContent([new("client_id", WellKnown.FunctionAppClientId), new("scope", "openid")]));

        Assert.Equal(7000218, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error_codes")[0].GetInt32());
    }

    private static async Task<JsonElement> BeginAsync(EmulatorFixture emulator)
    {
        var response = await emulator.Http.PostAsync(
            "contoso/oauth2/v2.0/devicecode", new FormUrlEncodedContent([new("client_id", WellKnown.CliClientId), new("scope", $"openid {WellKnown.FunctionAppIdUri}/access_as_user")]));
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<TokenReply> PollAsync(EmulatorFixture emulator, JsonElement device, string grant = Urn) => emulator.PostAsync(
        [new("grant_type", grant), new("client_id", WellKnown.CliClientId), new("device_code", device.GetProperty("device_code").GetString()!)]);

    private async Task AnswerAsync(JsonElement device, string button)
    {
        var page = await _browser.PressAsync(await _browser.GoAsync("devicelogin"), "Next", ("code", device.GetProperty("user_code").GetString()!));
        await _browser.PressAsync(page, button);
    }
}
