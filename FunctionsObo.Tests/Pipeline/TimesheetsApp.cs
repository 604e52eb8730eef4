using System.Net.Http.Headers;
using System.Reflection;
using EntraEmulator;
using EntraEmulator.Tenants;
using FunctionsHost;
using FunctionsHost.Processes;
using TestSupport;

namespace FunctionsObo.Tests.Pipeline;

/// <summary>The app Timesheets in a process of its own, with an emulator to trust, for the tests of a class that change nothing in it.</summary>
public sealed class TimesheetsApp : IAsyncLifetime
{
    private static readonly HttpClient Client = new();

    private readonly string _certificate = Path.GetTempFileName();
    private HostedApp _app = null!;

    public static string Folder { get; } = Repository.PathOf(Path.Combine(
        "FunctionsObo.Tests", "Timesheets", "bin", typeof(TimesheetsApp).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net10.0"));

    internal Emulator Emulator { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Emulator = await Emulator.StartAsync();
        await File.WriteAllTextAsync(_certificate, Emulator.Certificate.ExportCertificatePem());
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SSL_CERT_FILE"] = _certificate,
            ["AzureAd__Instance"] = Emulator.Address.ToString(),
            ["AzureAd__TenantId"] = WellKnown.ContosoTenantId,
            ["AzureAd__ClientId"] = WellKnown.FunctionAppClientId,
            ["AzureAd__ClientCredentials__0__SourceType"] = "ClientSecret",
            ["AzureAd__ClientCredentials__0__ClientSecret"] = WellKnown.FunctionAppSecret,
            ["DownstreamApis__Stock__BaseUrl"] = Emulator.Address.ToString(),
            ["DownstreamApis__Stock__Scopes__0"] = $"{WellKnown.OrdersIdUri}/Orders.Read",
            ["Timesheets__HoursPerWeek"] = "38",
        };
        _app = await HostedApp.StartAsync(new AppProcess(Folder) { Environment = environment }, new FunctionsHostOptions { Port = 0, SettingsDirectory = Folder }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await Emulator.DisposeAsync();
        File.Delete(_certificate);
    }

    /// <summary>Calls a function, with a new token of the user.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, string? user)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_app.Address, $"api/{path}"));
        if (user is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Emulator.IssueAccessToken(user));
        return Client.SendAsync(request);
    }

    /// <summary>Runs a function of another trigger.</summary>
    /// <returns>The error, or null.</returns>
    public Task<string?> RunFunctionAsync(string function) => _app.RunFunctionAsync(function, "{}", CancellationToken.None);
}
