using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>An emulator with a right registration, and the settings of the sample app for it. Each test makes its mistake in one of them.</summary>
public sealed class DoctorFixture : IAsyncLifetime
{
    public const string Application = $"applications(appId='{WellKnown.FunctionAppClientId}')";
    public const string Principal = $"servicePrincipals(appId='{WellKnown.FunctionAppClientId}')";

    private const string Rights = "Application.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All AppRoleAssignment.ReadWrite.All Directory.Read.All";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("doctor-");
    private HttpClient _http = null!;

    internal Emulator Emulator { get; private set; } = null!;

    internal ManualTime Time { get; private set; } = new();

    /// <summary>A token of alice from when all was right.</summary>
    internal string TokenFromBefore { get; private set; } = "";

    public string Folder => _folder.FullName;

    internal AppRegistration Functions => Emulator.Directory.FindApplication(WellKnown.FunctionAppName)!;

    public static string App => Path.Combine(AppContext.BaseDirectory, "FunctionApp.dll");

    public async Task InitializeAsync()
    {
        Emulator = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });
        _http = Emulator.CreateClient();
        TokenFromBefore = Emulator.IssueAccessToken("alice");
        Directory.CreateDirectory(Path.Combine(Folder, ".local"));
        await File.WriteAllTextAsync(Path.Combine(Folder, ".local", "emulator.pem"), Emulator.Certificate.ExportCertificatePem());
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await Emulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>All is right again.</summary>
    internal void Heal()
    {
        Emulator.Directory.Become(TenantDirectory.CreateDefault());
        Emulator.Faults.Clear();
        Time = new ManualTime();
    }

    /// <summary>Changes a registration.</summary>
    internal void Change(AppRegistration app) => Emulator.Directory.Become(Emulator.Directory.With(applications: [app]));

    /// <summary>The doctor with everything: the directory as alice, her token, its exchange.</summary>
    internal Task<DoctorRun> ExamineAsync(params (string Key, string? Value)[] changes) => ExamineAsync([], changes);

    internal async Task<DoctorRun> ExamineAsync(string[] more, (string Key, string? Value)[] changes, Dictionary<string, string>? variables = null, string? input = null) =>
        DoctorRun.Of(await RunAsync(["--emulator", Emulator.Address.ToString(), "--user", "alice", "--output", "json", .. more], changes, variables, input));

    /// <summary>Exactly this check finds something. Without the user a token from before is judged: the mistake changes tokens, too, which is not what the test is about.</summary>
    internal async Task<DoctorRun> FindsAsync(string check, string text, string fix, bool withUser = true)
    {
        var doctor = withUser ? await ExamineAsync() : await ExamineAsync(["--token", "-"], [], input: TokenFromBefore);
        doctor.Finds(check, text, fix);
        return doctor;
    }

    internal async Task<ToolRun> RunAsync(string[] options, (string Key, string? Value)[] changes, Dictionary<string, string>? variables = null, string? input = null)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "local.settings.json"), Settings(Emulator.Address, changes));
        return await ToolRun.OfAsync(["doctor", "--app", App, .. options], input, variables, Folder, Time);
    }

    /// <summary>The settings of the sample with both APIs at the emulator, where something answers, and with changes; null takes a key away.</summary>
    internal static string Settings(Uri emulator, params (string Key, string? Value)[] changes)
    {
        var file = JsonNode.Parse(File.ReadAllText(Repository.PathOf(ToolRun.Sample)))!.AsObject();
        var values = file["Values"]!.AsObject();
        values["AzureAd__Instance"] = emulator.AbsoluteUri;
        values["DownstreamApis__Graph__BaseUrl"] = $"{emulator}graph/v1.0/";
        values["DownstreamApis__Orders__BaseUrl"] = emulator.AbsoluteUri;
        foreach (var (key, value) in changes)
        {
            if (value is null) values.Remove(key);
            else values[key] = value;
        }

        return file.ToJsonString();
    }

    /// <summary>Changes the directory as an administrator does.</summary>
    internal async Task<JsonElement> GraphAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"graph/v1.0/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Emulator.IssueAccessToken(new TokenRequest { User = "alice", Audience = "graph", Scope = Rights }));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
