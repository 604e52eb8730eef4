using System.Net;
using System.Text.RegularExpressions;
using EntraEmulator.Policies;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>A second factor that is a number: the page shows it, the phone is told.</summary>
public sealed class NumberMatchingTests : IAsyncLifetime, IDisposable
{
    private OwnEmulator _emulator = null!;
    private Browser _browser = null!;
    private Browser _phone = null!;

    public async Task InitializeAsync()
    {
        _emulator = await OwnEmulator.StartAsync(new() { Port = 0 });
        (_browser, _phone) = (new Browser(_emulator.Emulator), new Browser(_emulator.Emulator));
        _emulator.Emulator.Policies.Add(new AccessPolicy { Api = WellKnown.FunctionAppName });
        _emulator.Emulator.Policies.SignIn = new SignInSwitches { NumberMatching = true };
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)_emulator).DisposeAsync();

    public void Dispose()
    {
        _browser.Dispose();
        _phone.Dispose();
    }

    [Fact]
    public async Task The_page_waits_until_the_number_was_typed_on_the_phone()
    {
        var page = await SignInAsync();
        var early = await _browser.PressAsync(page, "I have entered it");
        await _phone.PressAsync(await _phone.GoAsync("phone"), "Yes", ("number", NumberOn(page)));

        var answer = await _browser.PressAsync(early, "I have entered it");

        Assert.Equal(NumberOn(page), NumberOn(early));
        Assert.NotNull(answer["code"]);
        Assert.Contains("Nothing to approve", (await _phone.GoAsync("phone")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_can_be_the_phone()
    {
        var page = await SignInAsync();

        var waiting = await _emulator.Http.GetStringAsync("dev/phone");
        var reply = await _emulator.Http.PostAsync($"dev/phone?user=alice&number={NumberOn(page)}", content: null);
        var answer = await _browser.PressAsync(page, "I have entered it");

        Assert.Contains("alice@contoso.example", waiting, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{NumberOn(page)}\"", waiting, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.NotNull(answer["code"]);
    }

    [Theory]
    [InlineData("Yes")]
    [InlineData("No, it's not me")]
    public async Task A_wrong_number_and_a_no_end_the_sign_in(string button)
    {
        var page = await SignInAsync();
        await _phone.PressAsync(await _phone.GoAsync("phone"), WebUtility.HtmlEncode(button).Replace("&#39;", "'", StringComparison.Ordinal), ("number", NumberOn(page) == "10" ? "11" : "10"));

        var answer = await _browser.PressAsync(page, "I have entered it");

        Assert.StartsWith("AADSTS500121", answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_form_of_the_page_can_say_that_the_phone_did()
    {
        var page = await SignInAsync();

        var answer = await _browser.PostAsync("signin/second-factor", [new("handle", page["handle"]!), new("answer", "approve")], _emulator.Emulator.Address.GetLeftPart(UriPartial.Authority));

        Assert.Contains("Approve sign in request", answer.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_waited_for_is_told_how_to_be()
    {
        var reply = await _emulator.Http.PostAsync("dev/phone?user=bob&number=10", content: null);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.StartsWith("Nothing waits on the phone of 'bob'.", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<Visit> SignInAsync() => await _browser.PressAsync(await _browser.GoAsync(Ask.For()), "Alice Anderson");

    private static string NumberOn(Visit page) => Regex.Match(page.Html, "<strong>(?<number>[0-9]{2})</strong></output>", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["number"].Value;
}
