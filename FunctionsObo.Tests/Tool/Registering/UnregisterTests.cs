using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary><c>functions-obo unregister</c>: what <c>register</c> made, and nothing else.</summary>
public sealed class UnregisterTests : IClassFixture<RegistrationTenant>
{
    private readonly RegistrationTenant _tenant;

    public UnregisterTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    private Task<ToolRun> UnregisterAsync(params string[] args) => _tenant.RunAsync("unregister", RegistrationTenant.Administrator, ["--name", "FunctionApp", "--yes", .. args]);

    [Fact]
    public async Task The_tenant_is_as_it_was_and_the_settings_have_placeholders_again()
    {
        var before = await _tenant.DumpAsync();
        await _tenant.RegisterAsync("--with-client");

        var run = await UnregisterAsync();

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Equal(before, await _tenant.DumpAsync());
        Assert.Contains("\"AzureAd__ClientId\": \"{client id}\"", _tenant.Settings, StringComparison.Ordinal);
        Assert.Contains("\"AzureAd__ClientCredentials__0__ClientSecret\": \"{secret}\"", _tenant.Settings, StringComparison.Ordinal);
        Assert.DoesNotContain("TestClient", _tenant.Settings, StringComparison.Ordinal);
        Assert.Equal(0, (await _tenant.RegisterAsync()).ExitCode);
    }

    [Fact]
    public async Task A_dry_run_shows_it_and_takes_nothing_away()
    {
        await _tenant.RegisterAsync();
        var before = await _tenant.DumpAsync();

        var run = await UnregisterAsync("--dry-run");

        Assert.Equal(6, run.ExitCode);
        Assert.Contains("remove  application FunctionApp with its credentials", run.Out, StringComparison.Ordinal);
        Assert.Equal(before, await _tenant.DumpAsync());
    }

    [Fact]
    public async Task Whichever_call_fails_the_next_run_completes()
    {
        var before = await _tenant.DumpAsync();
        const int LooksAndWrites = 6 + 4;
        foreach (var isLost in (bool[])[true, false])
        {
            for (var call = 1; call <= LooksAndWrites; call++)
            {
                _tenant.Reset();
                await _tenant.RegisterAsync();
                if (call > 1) _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Times = call - 1 });
                _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, LoseAnswer = isLost, Status = isLost ? null : 500 });

                Assert.Equal(5, (await UnregisterAsync()).ExitCode);
                var run = await UnregisterAsync();

                Assert.True(run.ExitCode == 0, $"call {call}: {run.Everything}");
                Assert.Equal(before, await _tenant.DumpAsync());
            }
        }
    }

    [Fact]
    public async Task What_others_made_stays_but_for_the_credentials_of_this_tool()
    {
        var made = await _tenant.SendAsync(HttpMethod.Post, "applications", """{ "displayName": "Portal app", "signInAudience": "AzureADMyOrg" }""");
        await _tenant.SendAsync(HttpMethod.Post, $"applications/{made.Text("id")}/addPassword", """{ "passwordCredential": { "displayName": "theirs" } }""");
        await _tenant.RegisterAsync("--client-id", made.Text("appId")!);

        var run = await UnregisterAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("was made by others, so it stays", run.Out, StringComparison.Ordinal);
        Assert.Equal("theirs", Assert.Single((await _tenant.GetAsync($"applications/{made.Text("id")}")).Objects("passwordCredentials")).Text("displayName"));
    }

    [Fact]
    public async Task Who_may_not_purge_is_told_that_the_name_is_taken()
    {
        await _tenant.RegisterAsync();
        _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Method = "DELETE", Path = "deletedItems", Status = 403, Times = 0 });

        var run = await UnregisterAsync();

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("For 30 days its unique name is taken", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_made_nothing_is_taken_away()
    {
        var run = await UnregisterAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("There is nothing that 'register' made", run.Error, StringComparison.Ordinal);
    }
}
