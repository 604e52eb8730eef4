using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using DevStack.Startup;
using FunctionsHost;
using FunctionsHost.Processes;
using TestSupport;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>The app ScaledOut in several processes behind one address, taken in turn, with the stack that it calls.</summary>
internal sealed class Instances : IAsyncDisposable
{
    public const int Count = 4;

    private static readonly string Folder = Repository.PathOf(Path.Combine(
        "FunctionsObo.Tests", "ScaledOut", "bin", typeof(Instances).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net10.0"));

    private readonly HttpClient _client = new();
    private readonly string _certificate;
    private readonly Dictionary<string, string> _environment;
    private HostedApp? _app;

    private Instances(LocalStack stack, string certificate, Dictionary<string, string> environment) => (Stack, _certificate, _environment) = (stack, certificate, environment);

    public LocalStack Stack { get; }

    /// <summary>How often the identity platform was asked for a token of a user.</summary>
    public long ExchangesOf(string user) => Stack.Emulator.Stats.Snapshot().OnBehalfOf.GetValueOrDefault(user)?.Values.Sum() ?? 0;

    /// <summary>Starts the stack and the processes.</summary>
    /// <param name="settings">Those of the store, as environment variables.</param>
    public static async Task<Instances> StartAsync(params (string Key, string Value)[] settings)
    {
        var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None);
        var certificate = Path.GetTempFileName();
        await File.WriteAllTextAsync(certificate, stack.Emulator.Certificate.ExportCertificatePem());
        var environment = stack.Settings
            .Where(setting => setting.Key.StartsWith("AzureAd", StringComparison.Ordinal) || setting.Key.StartsWith("DownstreamApis:Graph", StringComparison.Ordinal))
            .Select(setting => (setting.Key, setting.Value)).Concat(settings).Append(("SSL_CERT_FILE", certificate))
            .ToDictionary(setting => setting.Item1.Replace(":", "__", StringComparison.Ordinal), setting => setting.Item2, StringComparer.Ordinal);
        var instances = new Instances(stack, certificate, environment);
        await instances.StartProcessesAsync();
        return instances;
    }

    /// <summary>Ends all processes and starts others.</summary>
    public async Task RestartAsync()
    {
        await _app!.DisposeAsync();
        await StartProcessesAsync();
    }

    /// <summary>Asks for the profile of the owner of a token.</summary>
    /// <returns>The name of the user, and the id of the process that answered.</returns>
    public async Task<(string Name, string Process)> ProfileAsync(string token)
    {
        using var response = await SendAsync(HttpMethod.Get, token);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return (text[..text.LastIndexOf(' ')], text[(text.LastIndexOf(' ') + 1)..]);
    }

    /// <summary>The same from each process once.</summary>
    public Task<(string Name, string Process)[]> ProfilesAsync(string token) => Task.WhenAll(Enumerable.Range(0, Count).Select(_ => ProfileAsync(token)));

    /// <summary>Lets one process forget all that is known of the owner of a token.</summary>
    public async Task ForgetAsync(string token) => (await SendAsync(HttpMethod.Delete, token)).EnsureSuccessStatusCode().Dispose();

    /// <summary>Begins work for the owner of a token, or goes on with it, or ends it.</summary>
    public async Task<Reply> WorkAsync(HttpMethod method, string token, string? session = null, string path = "work")
    {
        using var response = await SendAsync(method, token, path, session);
        return await Reply.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        await Stack.DisposeAsync();
        _client.Dispose();
        File.Delete(_certificate);
    }

    private async Task StartProcessesAsync()
    {
        _app = await HostedApp.StartAsync(new AppProcess(Folder) { Instances = Count, Environment = _environment }, new FunctionsHostOptions { Port = 0, SettingsDirectory = Folder }, CancellationToken.None);
        await Eventually.TrueAsync(async () => (await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => HasKeysAsync()))).All(has => has));
    }

    /// <summary>Whether the next process can check tokens.</summary>
    private async Task<bool> HasKeysAsync()
    {
        using var response = await SendAsync(HttpMethod.Get, Stack.Emulator.IssueAccessToken("alice"), "door");
        return response.IsSuccessStatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string token, string path = "profile", string? session = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_app!.Address, $"api/{path}")) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        if (session is not null) request.Headers.Add("Session", session);
        return await _client.SendAsync(request);
    }
}
