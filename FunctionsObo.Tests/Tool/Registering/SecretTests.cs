using System.Text.Json.Nodes;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Tool.Cloud.Graph;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>Secrets: made, kept, rotated, never left behind.</summary>
public sealed class SecretTests : IClassFixture<RegistrationTenant>
{
    private readonly RegistrationTenant _tenant;

    public SecretTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    private async Task<IReadOnlyList<JsonObject>> SecretsAsync() => Assert.Single(await _tenant.ApplicationsAsync("FunctionApp")).Objects("passwordCredentials");

    [Fact]
    public async Task A_rotated_secret_takes_the_place_of_the_old_one_and_of_nobody_elses()
    {
        await _tenant.RegisterAsync("--secret-days", "30");
        var (first, app) = (_tenant.Secret, Assert.Single(await _tenant.ApplicationsAsync("FunctionApp")));
        await _tenant.SendAsync(HttpMethod.Post, $"applications/{app.Text("id")}/addPassword", """{ "passwordCredential": { "displayName": "theirs" } }""");

        var run = await _tenant.RegisterAsync("--rotate");

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.NotEqual(first, _tenant.Secret);
        var secrets = await SecretsAsync();
        Assert.Equal(2, secrets.Count);
        Assert.Contains(secrets, one => one.Text("displayName") == "theirs");
        Assert.Contains(secrets, one => _tenant.Secret!.StartsWith(one.Text("hint")!, StringComparison.Ordinal) && one.Time("endDateTime") - _tenant.Time.GetUtcNow() > TimeSpan.FromDays(89));
    }

    [Fact]
    public async Task An_old_secret_stays_until_the_new_one_is_proven()
    {
        await _tenant.RegisterAsync();
        _tenant.Emulator.Faults.Enqueue(new Fault { Error = "invalid_client", Codes = [7000222], Times = 0 });

        var run = await _tenant.RegisterAsync("--rotate");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("AADSTS7000222", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await SecretsAsync()).Count);
    }

    [Fact]
    public async Task A_secret_whose_copy_is_lost_is_replaced()
    {
        await _tenant.RegisterAsync();
        _tenant.WriteSettings();

        await _tenant.RegisterAsync();

        Assert.StartsWith(Assert.Single(await SecretsAsync()).Text("hint")!, _tenant.Secret, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_put_away_is_taken_back()
    {
        _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Path = "addPassword", DelayMs = 500 });
        var running = _tenant.RegisterAsync();
        await Eventually.TrueAsync(() => _tenant.Emulator.Faults.Pending.Count == 0);
        await File.WriteAllTextAsync(_tenant.SettingsPath, "{ broken");

        var run = await running;

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the new secret was taken back", run.Error, StringComparison.Ordinal);
        Assert.Empty(await SecretsAsync());
    }

    [Fact]
    public async Task Nothing_is_made_when_the_settings_cannot_be_written()
    {
        var before = await _tenant.DumpAsync();

        var run = await _tenant.RegisterAsync("--settings", Path.Combine("nowhere", "local.settings.json"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await _tenant.DumpAsync());
    }
}
