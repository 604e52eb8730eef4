using System.Net.Http.Headers;
using System.Reflection;
using DevStack.Startup;
using EntraEmulator.Dev;
using FunctionsHost;
using FunctionsHost.Processes;
using TestSupport;

namespace FunctionsObo.Tests.Exports;

/// <summary>FunctionApp as it was built, in a process of its own beside the local stack: what it loads and exports is nobody else's.</summary>
internal sealed class ExportingApp : IAsyncDisposable
{
    private readonly LocalStack _stack;
    private readonly HostedApp _app;
    private readonly HttpClient _client;
    private readonly string _certificate;

    private ExportingApp(LocalStack stack, HostedApp app, string certificate) =>
        (_stack, _app, _certificate, _client) = (stack, app, certificate, new HttpClient { BaseAddress = app.Address });

    public int ProcessId => _app.ProcessIds[0];

    /// <summary>Starts it.</summary>
    /// <param name="settings">App settings besides those of the stack.</param>
    public static async Task<ExportingApp> StartAsync(params (string Key, string Value)[] settings)
    {
        var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None);
        var certificate = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(certificate, stack.Emulator.Certificate.ExportCertificatePem());
            var environment = stack.Settings
                .Select(setting => (Key: setting.Key.Replace(":", "__", StringComparison.Ordinal), Value: setting.Value))
                .Append((Key: "SSL_CERT_FILE", Value: certificate))
                .Concat(settings)
                .GroupBy(setting => setting.Key, StringComparer.Ordinal)
                .ToDictionary(setting => setting.Key, setting => setting.Last().Value, StringComparer.Ordinal);
            var app = await HostedApp.StartAsync(new AppProcess(Folder) { Environment = environment }, new FunctionsHostOptions { Port = 0 }, CancellationToken.None);
            return new ExportingApp(stack, app, certificate);
        }
        catch
        {
            File.Delete(certificate);
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>A user's token, which can be used again.</summary>
    public string TokenOf(string user) => _stack.Emulator.IssueAccessToken(new TokenRequest { User = user });

    /// <summary>Calls a function.</summary>
    /// <param name="path">Its path, with the host's prefix.</param>
    /// <param name="token">The caller's token; null for none.</param>
    /// <param name="traceParent">The caller's trace; null for none.</param>
    public async Task<Reply> GetAsync(string path, string? token, string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (traceParent is not null) request.Headers.Add("traceparent", traceParent);
        using var response = await _client.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    /// <summary>Ends the app, which sends what is left. What it is connected to stays.</summary>
    public ValueTask StopAsync() => _app.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _stack.DisposeAsync();
        File.Delete(_certificate);
    }

    private static string Folder => Repository.PathOf(Path.Combine(
        "FunctionApp", "bin", typeof(ExportingApp).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net10.0"));
}
