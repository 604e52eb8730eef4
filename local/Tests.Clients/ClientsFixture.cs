using System.Text.Json;
using DevStack.Startup;
using EntraEmulator.Hosting;
using EntraEmulator.Tenants;
using FunctionsHost.Configuration;
using FunctionsHost.InProcess;
using Local.Tests.Clients.Runtimes;
using TestSupport;

namespace Local.Tests.Clients;

/// <summary>
/// The local stack by the system's clock, with pages on http and on https, and one browser for all tests. Tests have users and contexts of their own, so that none disturbs another.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ClientsFixture : IAsyncLifetime, ICollectionFixture<ClientsFixture>
{
    public const string Name = "Clients";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clients-");
    private Chromium? _browser;

    internal LocalStack Local { get; private set; } = null!;

    internal PageServer Pages { get; private set; } = null!;

    /// <summary>Runs a script in the browser, with a context of its own.</summary>
    /// <param name="script">Its path in the folder of the scripts.</param>
    /// <param name="input">An object: its members are the script's input.</param>
    internal Task<JsonElement> BrowseAsync(string script, object input)
    {
        var members = JsonSerializer.SerializeToNode(input, JsonSerializerOptions.Web)!.AsObject();
        members["browser"] = _browser!.Endpoint;
        return NodeScript.RunAsync(script, members, TrustFile);
    }

    /// <summary>The emulator's certificate, for Node.js to trust.</summary>
    internal string TrustFile => Path.Combine(_folder.FullName, "emulator.pem");

    /// <summary>The authority of the tenant of all users here.</summary>
    internal string Authority => Local.Emulator.Address + WellKnown.ContosoTenantId;

    public async Task InitializeAsync()
    {
        if (InstalledNode.Missing is not null) return;
        using var certificate = TlsCertificate.Create("localhost");
        Pages = await PageServer.StartAsync(certificate);
        Local = await LocalStack.StartAsync(
            LocalStackOptions.OnFreePorts with
            {
                App = AppInProcess.Of<Program>(),
                Directory = TenantDirectory.CreateDefault().With(users: Person.All, applications: [Registrations.Page(Pages), Registrations.Web]),
                LocalSettings = LocalSettings.None with { CorsOrigins = Pages.Origins },
                FunctionAppSettings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["AzureAd:ClientCapabilities:0"] = "cp1" },
            },
            CancellationToken.None);
        Pages.Show(Local);
        await File.WriteAllTextAsync(TrustFile, Local.Emulator.Certificate.ExportCertificatePem());
        if (InstalledChromium.Missing is null) _browser = await Chromium.StartAsync(Local.Emulator.Certificate, certificate);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (Local is not null) await Local.DisposeAsync();
        if (Pages is not null) await Pages.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
