using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DevStack.DownstreamApis;
using EntraEmulator.Dev;
using EntraEmulator.StackFiles;
using FunctionsHost;
using FunctionsHost.Configuration;
using FunctionsHost.InProcess;
using FunctionsObo.Registration;
using FunctionsObo.Tool.Cloud.Graph;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>From an empty tenant to a 200 and back: FunctionApp runs with exactly the settings that <c>register</c> wrote.</summary>
public sealed class RegisteredAppTests : IClassFixture<RegistrationTenant>
{
    private const string Issuer = "https://cluster.example/";

    private readonly RegistrationTenant _tenant;

    public RegisteredAppTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("certificate")]
    [InlineData("federated", "--federated-issuer", Issuer, "--federated-subject", "system:functions", "--assertion-file", "token.txt")]
    public async Task A_user_is_served_by_the_app_that_was_registered_and_unregistered_the_tenant_is_as_it_was(string credential, params string[] more)
    {
        var before = await _tenant.DumpAsync();
        await File.WriteAllTextAsync(Path.Combine(_tenant.Folder, "token.txt"), Assertion());
        var definitions = StackDefinition.Default.DownstreamApis;
        await using var graph = await StartAsync(definitions.First(api => api.Name == "Graph"));
        await using var orders = await StartAsync(definitions.First(api => api.Name == "Orders"));
        await File.WriteAllTextAsync(_tenant.SettingsPath, _tenant.Settings
            .Replace("http://localhost:1/graph/v1.0/", graph.BaseAddress.ToString(), StringComparison.Ordinal)
            .Replace("http://localhost:1/", orders.BaseAddress.ToString(), StringComparison.Ordinal));

        var run = await _tenant.RegisterAsync(["--credential", credential, "--with-client", "--app", typeof(Program).Assembly.Location, .. more]);
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains("Its credential works", run.Error, StringComparison.Ordinal);
        var doctor = await _tenant.RunAsync("doctor", RegistrationTenant.Administrator, ["--directory", "--sign-in"]);
        Assert.True(doctor.ExitCode == 0, doctor.Everything);
        await ServesAsync("me");
        await ServesAsync("orders");

        Assert.Equal(0, (await _tenant.RunAsync("unregister", RegistrationTenant.Administrator, ["--yes"])).ExitCode);
        Assert.Equal(before, await _tenant.DumpAsync());
    }

    private async Task ServesAsync(string path)
    {
        await using var app = await HostedApp.StartAsync(
            AppInProcess.Of<Program>() with { Configure = (builder, _) => builder.Services.AddHttpClient(IdentityPlatform.HttpClientName).ConfigurePrimaryHttpMessageHandler(_tenant.Emulator.CreateHandler) },
            new FunctionsHostOptions { Port = 0, LocalSettings = LocalSettings.Read(_tenant.SettingsPath) },
            CancellationToken.None);
        using var http = new HttpClient { BaseAddress = new Uri(app.Address, "api/") };
        var (api, client) = ((await _tenant.ApplicationsAsync("FunctionApp"))[0].Text("appId"), (await _tenant.ApplicationsAsync("FunctionApp (test client)"))[0].Text("appId"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _tenant.Emulator.IssueAccessToken(new TokenRequest { User = RegistrationTenant.User, Audience = api, Client = client }));

        using var answer = await http.GetAsync(path);

        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private Task<DownstreamApi> StartAsync(ApiDefinition api) =>
        DownstreamApi.StartAsync(api, new DownstreamApiOptions { IdentityProvider = _tenant.Emulator, CallingApplication = "FunctionApp" }, CancellationToken.None);

    /// <summary>A token of the cluster: the emulator trusts its own keys for any issuer.</summary>
    private string Assertion() => _tenant.Emulator.Sign(JsonSerializer.SerializeToElement(new
    {
        header = new { },
        payload = new { iss = Issuer, sub = "system:functions", aud = "api://AzureADTokenExchange", exp = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds() },
    }));
}
