using System.Net.Http.Json;
using System.Text.Json;
using DevStack.Startup;
using FunctionsHost.InProcess;
using Workbench;

namespace Local.Tests.Workbench;

/// <summary>A stack with the workbench on free ports, and a client of the workbench's server.</summary>
public class WorkbenchFixture : IAsyncLifetime
{
    public LocalStack Stack { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    protected virtual LocalStackOptions Options => LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>() };

    public async Task InitializeAsync()
    {
        Stack = await LocalStack.StartAsync(Options with { Page = new WorkbenchPage() }, CancellationToken.None);
        Http = new HttpClient { BaseAddress = Stack.PageAddress };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Stack.DisposeAsync();
    }

    /// <summary>A token for the app as a client with cp1 gets it, each time another one.</summary>
    public Task<string> TokenAsync(string query = "user=alice") => Http.GetStringAsync($"dev/emulator/token?{query}&xms_cc=cp1");

    public async Task<JsonElement> SendAsync(string path, string? token, int callers = 1)
    {
        using var answer = await PostAsync(new { method = "GET", path, token, callers });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<HttpResponseMessage> PostAsync(object request) => Http.PostAsJsonAsync("requests", request);

    public Task<HttpResponseMessage> DevAsync(HttpMethod method, string path, object? body = null) =>
        Http.SendAsync(new HttpRequestMessage(method, $"dev/{path}") { Content = body is null ? null : JsonContent.Create(body) });

    /// <summary>What happened, in words. Fetches of keys are for all apps in this process, those of other tests too.</summary>
    public static IReadOnlyList<string> Steps(JsonElement run) =>
    [
        .. run.GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("kind").GetString() != "metadata")
            .Select(step => string.Join(' ', new[] { "kind", "api", "outcome", "reason", "origin", "status" }.Select(name => step.TryGetProperty(name, out var value) ? value.ToString() : null).Where(value => value is not null))),
    ];
}

/// <summary>The same for one test alone, which changes things.</summary>
internal sealed class OwnWorkbench : WorkbenchFixture, IAsyncDisposable
{
    private readonly LocalStackOptions? _options;

    private OwnWorkbench(LocalStackOptions? options) => _options = options;

    protected override LocalStackOptions Options => _options ?? base.Options;

    public static async Task<OwnWorkbench> StartAsync(LocalStackOptions? options = null)
    {
        var own = new OwnWorkbench(options);
        await own.InitializeAsync();
        return own;
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}
