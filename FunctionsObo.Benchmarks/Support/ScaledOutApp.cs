using System.Net.Http.Headers;
using FunctionsHost;
using FunctionsHost.Processes;
using FunctionsObo.Benchmarks.Chaos;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>FunctionApp, published, in several processes behind one address which take turns.</summary>
internal sealed class ScaledOutApp : IAsyncDisposable
{
    public const int Instances = 4;

    private readonly HostedApp _host;
    private readonly HttpClient _http;

    private ScaledOutApp(HostedApp host) => (_host, _http) = (host, new HttpClient { BaseAddress = new Uri(host.Address, "api/") });

    /// <param name="backends">What it calls.</param>
    /// <param name="database">By what its processes share their tokens; by nothing if null.</param>
    public static async Task<ScaledOutApp> StartAsync(Backends backends, ChaosDatabase? database)
    {
        (string, string)[] store = database is null ? [] : [("PostgreSqlTokenCache__Connection", database.Connection), ("PostgreSqlTokenCache__PasswordFile", database.PasswordFile)];
        var process = new AppProcess(await MeasuredApp.FunctionApp.PublishAsync())
        {
            Instances = Instances,
            Environment = backends.Environment.Concat(store.Select(setting => KeyValuePair.Create(setting.Item1, setting.Item2))).ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
        return new ScaledOutApp(await HostedApp.StartAsync(process, new FunctionsHostOptions { Port = 0 }, CancellationToken.None));
    }

    /// <summary>Calls <c>me</c> on the process whose turn it is.</summary>
    /// <exception cref="HttpRequestException">It was not answered 200.</exception>
    public async Task GetMeAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "me") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The same on each process once.</summary>
    public Task GetMeFromAllAsync(string token) => Task.WhenAll(Enumerable.Range(0, Instances).Select(_ => GetMeAsync(token)));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }
}
