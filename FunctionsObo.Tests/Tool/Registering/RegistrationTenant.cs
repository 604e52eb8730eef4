using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EntraEmulator;
using EntraEmulator.Dev;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using FunctionsObo.Tool.Cloud;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>
/// A tenant of its own in which nothing is registered: an administrator, a user, Microsoft's Graph and the Azure CLI as every tenant has them, and an
/// API of the company's. And a folder in which the tool runs.
/// </summary>
public sealed partial class RegistrationTenant : IAsyncLifetime
{
    public const string TenantId = "e3b7c0de-0000-4000-8000-000000000001";
    public const string Administrator = "ada";
    public const string User = "ben";

    private const string SettingsFile = "local.settings.json";
    private const string All = "Application.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All AppRoleAssignment.ReadWrite.All Directory.Read.All";

    private readonly List<ToolRun> _runs = [];
    private readonly HashSet<string> _secrets = [];

    internal Emulator Emulator { get; private set; } = null!;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("functions-obo").FullName;

    internal RushedTime Time { get; private set; } = new();

    internal string Settings => File.ReadAllText(SettingsPath);

    internal string SettingsPath => Path.Combine(Folder, SettingsFile);

    public async Task InitializeAsync()
    {
        Emulator = await Emulator.StartAsync(new EmulatorOptions { Port = 0, Directory = Empty() });
        Directory.CreateDirectory(Path.Combine(Folder, ".local"));
        await File.WriteAllTextAsync(Path.Combine(Folder, CloudConnection.CertificateFile), Emulator.Certificate.ExportCertificatePem());
        WriteSettings();
    }

    public async Task DisposeAsync()
    {
        await Emulator.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>As if nothing had happened: an empty tenant, settings with placeholders, no fault, no private key.</summary>
    internal void Reset(bool keepsKeys = false)
    {
        Emulator.Directory.Become(Empty());
        Emulator.Faults.Clear();
        Time = new RushedTime();
        foreach (var key in keepsKeys ? [] : Directory.EnumerateFiles(Path.Combine(Folder, ".local"), "functionapp*")) File.Delete(key);
        WriteSettings();
    }

    internal void WriteSettings(string? more = null) => File.WriteAllText(SettingsPath, $$"""
        {
          // Of this machine alone.
          "IsEncrypted": false,
          "Values": {
            "FUNCTIONS_WORKER_RUNTIME": "dotnet-isolated",
            "AzureWebJobsStorage": "",
            "AzureAd__TenantId": "{tenant id}", // see the portal
            "AzureAd__ClientId": "{client id}",
            "DownstreamApis__Graph__BaseUrl": "http://localhost:1/graph/v1.0/",
            "DownstreamApis__Graph__Scopes__0": "https://graph.microsoft.com/User.Read",
            "DownstreamApis__Orders__BaseUrl": "http://localhost:1/",
            "DownstreamApis__Orders__Scopes__0": "{{WellKnown.OrdersIdUri}}/Orders.Read"{{more}}
          }
        }
        """);

    /// <summary>Runs a verb against the tenant, and looks at all that it says for what is secret.</summary>
    internal async Task<ToolRun> RunAsync(string verb, string user, string[] args, IReadOnlyDictionary<string, string>? variables = null, CancellationToken ctrlC = default)
    {
        using var nobody = new StringReader("");
        var run = await ToolRun.OfAsync([verb, "--emulator", Emulator.Address.ToString(), "--user", user, .. args], nobody, isRedirected: true, variables, Folder, verb == "doctor" ? TimeProvider.System : Time, ctrlC: ctrlC);
        _runs.Add(run);
        if (Secret is { } secret) _secrets.Add(secret);
        foreach (var said in _runs.Select(one => one.Everything))
        {
            Assert.DoesNotContain("eyJ", said, StringComparison.Ordinal);
            Assert.DoesNotContain("PRIVATE KEY", said, StringComparison.Ordinal);
            foreach (var known in _secrets) Assert.DoesNotContain(known, said, StringComparison.Ordinal);
        }

        return run;
    }

    internal Task<ToolRun> RegisterAsync(params string[] args) => RunAsync("register", Administrator, ["--name", "FunctionApp", "--yes", .. args]);

    /// <summary>How many requests the directory got.</summary>
    internal long Calls => Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Directory);

    /// <summary>All that the directory has, without what differs from one registration to the next.</summary>
    internal async Task<string> DumpAsync()
    {
        var all = new JsonObject();
        foreach (var list in (string[])["applications", "servicePrincipals", "oauth2PermissionGrants", "directory/deletedItems/microsoft.graph.application", "directory/deletedItems/microsoft.graph.servicePrincipal"])
            all[list] = (await GetAsync(list))["value"]!.DeepClone();
        return all.ToJsonString();
    }

    internal async Task<IReadOnlyList<JsonObject>> ApplicationsAsync(string name) =>
        [.. (await GetAsync("applications"))["value"]!.AsArray().Select(app => app!.AsObject()).Where(app => (string?)app["displayName"] == name)];

    internal async Task<JsonObject> GetAsync(string path) => await SendAsync(HttpMethod.Get, path);

    internal async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var http = Emulator.CreateClient();
        using var request = new HttpRequestMessage(method, $"graph/v1.0/{path}") { Content = body is null ? null : new StringContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Emulator.IssueAccessToken(new TokenRequest { User = Administrator, Audience = "graph", Scope = All }));
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>The secret in the settings; null for none.</summary>
    internal string? Secret => File.Exists(SettingsPath) && SecretInSettings().Match(Settings) is { Success: true } match ? match.Groups["secret"].Value : null;

    [GeneratedRegex("ClientSecret\": \"(?<secret>[^{\"][^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretInSettings();

    private static TenantDirectory Empty()
    {
        var stack = TenantDirectory.CreateDefault();
        return new TenantDirectory(
            [new Tenant(TenantId, "northwind", "northwind.example")],
            [
                new User { Name = Administrator, ObjectId = "ada00000-0000-4000-8000-000000000001", TenantId = TenantId, DisplayName = "Ada Administrator", Mail = "ada@northwind.example", DirectoryRoles = ["Global Administrator"] },
                new User { Name = User, ObjectId = "be000000-0000-4000-8000-000000000002", TenantId = TenantId, DisplayName = "Ben Buyer", Mail = "ben@northwind.example" },
            ],
            [
                stack.FindApplication(WellKnown.GraphAppId)! with { HomeTenantId = WellKnown.ContosoTenantId },
                stack.FindApplication(WellKnown.OrdersAppId)! with { HomeTenantId = TenantId, MultiTenant = false },
                new AppRegistration { Name = "Microsoft Azure CLI", ClientId = SignIn.AzureCli, HomeTenantId = WellKnown.ContosoTenantId, PublicClient = true },
            ]);
    }
}
