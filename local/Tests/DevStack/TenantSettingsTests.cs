using System.Net;
using System.Net.Http.Headers;
using FunctionsHost.Configuration;
using FunctionsHost.Processes;
using Local.Tests.DevStack.Support;
using Local.Tests.FunctionsHost.Support;

namespace Local.Tests.DevStack;

/// <summary>README's steps for one's own tenant, followed to the letter: the app starts, and says what it cannot reach.</summary>
public sealed class TenantSettingsTests
{
    private const string Reason = $"https://login.microsoftonline.com/{TenantSettings.TenantId} cannot be reached";

    [Fact]
    public async Task In_DevHost()
    {
        using var devHost = new DevHostProcess();
        foreach (var (name, value) in TenantSettings.Offline) devHost.Variables[name] = value;
        await devHost.WriteAsync("local.settings.json", TenantSettings.Text());

        await devHost.StartAsync("--settings", "local.settings.json");
        using var http = devHost.CreateClient();

        Assert.True(devHost.Lines.Any(line => line.Contains(Reason, StringComparison.Ordinal)) || await devHost.ReadToAsync(Reason) is not null, "No line says what cannot be reached.");
        Assert.Contains(devHost.Lines, line => line.EndsWith("https://login.microsoftonline.com/: the emulator's tokens are refused.", StringComparison.Ordinal));
        await AnswersAsync(http);
    }

    [Fact]
    public async Task In_a_process_of_its_own()
    {
        using var directory = new AppDirectory();
        directory.WriteSettings(TenantSettings.Text());
        var variables = directory.Settings!.Values.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in TenantSettings.Offline) variables[name] = value;

        await using var app = await BuiltApp.StartAsync(new AppProcess(BuiltApp.Folder) { Environment = variables });
        using var http = new HttpClient { BaseAddress = new Uri(app.Host.Address, "api/") };

        Assert.Contains(app.Logs.Entries, log => log.Message.Contains(Reason, StringComparison.Ordinal));
        await AnswersAsync(http);
    }

    private static async Task AnswersAsync(HttpClient http)
    {
        using var anonymous = await http.GetAsync("me");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TenantSettings.Token());
        using var waiting = await http.GetAsync("me");

        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (anonymous.StatusCode, anonymous.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (waiting.StatusCode, waiting.Content.Headers.ContentType?.MediaType));
        Assert.Contains("The identity platform cannot be reached", await waiting.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
