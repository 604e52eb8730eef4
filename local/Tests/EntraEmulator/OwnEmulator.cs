using EntraEmulator;

namespace Local.Tests.EntraEmulator;

/// <summary>An emulator of one test alone, with its own directory or clock.</summary>
internal sealed class OwnEmulator : EmulatorFixture, IAsyncDisposable
{
    private OwnEmulator(EmulatorOptions options) => Options = options;

    protected override EmulatorOptions Options { get; }

    public static async Task<OwnEmulator> StartAsync(EmulatorOptions options)
    {
        var own = new OwnEmulator(options);
        await own.InitializeAsync();
        return own;
    }

    public Task<TokenReply> ExchangeAsync(string scope, string user = "alice") => PostAsync("common", Some.Exchange(Emulator.IssueAccessToken(user), scope));

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}
