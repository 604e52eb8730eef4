using System.Text.Json;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>A web application with a secret, its emulator, and a browser.</summary>
internal sealed class WebClient : IAsyncDisposable
{
    public const string Secret = "web secret:/+&=%";
    public const string Redirect = "https://app.example/signin";

    private WebClient(AppRegistration registration, ManualTime time, OwnEmulator emulator) =>
        (Registration, Time, Emulator, Browser) = (registration, time, emulator, new Browser(emulator.Emulator));

    public AppRegistration Registration { get; }

    public ManualTime Time { get; }

    public OwnEmulator Emulator { get; }

    public Browser Browser { get; }

    public static async Task<WebClient> StartAsync()
    {
        var time = new ManualTime();
        var registration = SomeDirectory.Client("web", "web", Redirect, $"{Redirect}?one=1") with { Credentials = new AppCredentials().AddSecret(Secret) };
        return new WebClient(registration, time, await OwnEmulator.StartAsync(new() { Port = 0, TimeProvider = time, Directory = SomeDirectory.With(registration) }));
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await ((IAsyncDisposable)Emulator).DisposeAsync();
    }

    public string Address(params (string Name, string Value)[] changes) => Ask.For([("client_id", Registration.ClientId), ("redirect_uri", Redirect), ("scope", "openid"), ("code_challenge", ""), ("code_challenge_method", ""), .. changes]);

    public Task<Visit> GoAsync(params (string Name, string Value)[] changes) => Browser.GoAsync(Address(changes));

    public async Task<Visit> SignInAsync(params (string Name, string Value)[] changes) => await Browser.PressAsync(await GoAsync(changes), "Alice Anderson");

    /// <param name="answer">With the code.</param>
    /// <param name="changes">Parameters in place of the usual ones; an empty value takes one away.</param>
    public static IEnumerable<KeyValuePair<string, string>> Form(Visit answer, params (string Name, string Value)[] changes) => Ask.Redeem(answer["code"], [("redirect_uri", Redirect), ("code_verifier", ""), .. changes]);

    public Task<TokenReply> RedeemAsync(Visit answer) => Emulator.PostAsync(Form(answer, ("client_id", Registration.ClientId), ("client_secret", Secret)));

    public async Task<JsonElement> IdTokenAsync(Visit answer) => Some.Payload((await RedeemAsync(answer)).Text("id_token")!);
}
