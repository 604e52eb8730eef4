using System.Net.Http.Headers;
using DevStack.Startup;
using EntraEmulator;
using EntraEmulator.Dev;
using EntraEmulator.StackFiles;
using EntraEmulator.Tenants;
using FunctionsHost.InProcess;

namespace TestSupport;

/// <summary>The whole local stack on free ports, and FunctionApp called as a client calls it.</summary>
internal sealed class Stack : IAsyncDisposable
{
    /// <summary>The default stack, whose app does not declare <c>cp1</c>: with it tokens of some APIs live for a day.</summary>
    private static readonly StackDefinition TokensOfAnHour = StackDefinition.Default with { App = StackDefinition.Default.App with { ClientCapabilities = [] } };

    private Stack(LocalStack local, ManualTime time)
    {
        Local = local;
        Time = time;
        Http = new HttpClient { BaseAddress = new Uri(local.FunctionAppAddress!, "api/") };
    }

    public LocalStack Local { get; }

    public ManualTime Time { get; }

    public Emulator Emulator => Local.Emulator;

    /// <summary>A plain client whose base address is FunctionApp's.</summary>
    public HttpClient Http { get; }

    public static Task<Stack> StartAsync(params (string Key, string? Value)[] settings) =>
        StartAsync(TenantDirectory.CreateDefault(), configure: null, settings);

    public static Task<Stack> StartAsync(TenantDirectory directory, params (string Key, string? Value)[] settings) =>
        StartAsync(directory, configure: null, settings);

    /// <summary>With a last word on how FunctionApp is built.</summary>
    public static Task<Stack> StartAsync(Action<AppSetup> configure, params (string Key, string? Value)[] settings) =>
        StartAsync(TenantDirectory.CreateDefault(), configure, settings);

    /// <summary>With other users, and a last word on how FunctionApp is built.</summary>
    public static async Task<Stack> StartAsync(
        TenantDirectory directory, Action<AppSetup>? configure, params (string Key, string? Value)[] settings)
    {
        var time = new ManualTime();
        var local = await LocalStack.StartAsync(
            LocalStackOptions.On(TokensOfAnHour) with
            {
                App = AppInProcess.Of<Program>(),
                TimeProvider = time,
                Directory = directory,
                ConfigureFunctionApp = configure,
                FunctionAppSettings = settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase),
            },
            CancellationToken.None);
        return new Stack(local, time);
    }

    /// <summary>Calls a function as the user, with a new token.</summary>
    public Task<Reply> GetAsync(string path, string user) => GetAsync(path, new TokenRequest { User = user });

    public Task<Reply> GetAsync(string path, TokenRequest token) => SendAsync(HttpMethod.Get, path, Emulator.IssueAccessToken(token));

    public async Task<Reply> SendAsync(HttpMethod method, string path, string? token, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null) request.Content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        return await SendAsync(request);
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Local.DisposeAsync();
    }
}
