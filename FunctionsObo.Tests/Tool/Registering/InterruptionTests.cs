using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Tool.Cloud.Graph;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>Whichever call fails, and however: the next run ends where an undisturbed one would have.</summary>
public sealed class InterruptionTests : IClassFixture<RegistrationTenant>
{
    private const int Calls = 13;
    private const int Looks = 7;
    private const int AddCredential = 11;

    private readonly RegistrationTenant _tenant;

    public InterruptionTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    [Theory]
    [InlineData("500", "secret")]
    [InlineData("drop", "secret")]
    [InlineData("lost", "secret")]
    [InlineData("lost", "certificate")]
    [InlineData("hang", "secret")]
    public async Task After_a_call_that_failed_the_next_run_completes(string how, string credential)
    {
        var writesCertificate = credential == "certificate"; // a look is one with a secret or a certificate, and a key takes a while to make
        for (var call = writesCertificate ? Looks + 1 : 1; call <= Calls; call++)
        {
            _tenant.Reset(keepsKeys: writesCertificate && call != AddCredential);
            Skip(call - 1);
            _tenant.Emulator.Faults.Enqueue(FaultOf(how));
            var running = _tenant.RegisterAsync("--credential", credential);
            if (how == "hang")
            {
                await Eventually.TrueAsync(() => _tenant.Emulator.Faults.Pending.Count == 0);
                _tenant.Time.EndRequests();
            }

            var interrupted = await running;
            Assert.True(interrupted.ExitCode == 5, $"call {call}: {interrupted.Everything}");
            Assert.Equal(call > Looks, interrupted.Error.Contains("Run the same command again", StringComparison.Ordinal));
            await CompletesAsync($"call {call}", credential);
        }
    }

    [Fact]
    public async Task A_call_that_is_asked_to_wait_waits_and_the_run_completes()
    {
        for (var call = 1; call <= Calls; call++)
        {
            _tenant.Reset();
            Skip(call - 1);
            _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Status = 429, RetryAfterSeconds = 20 });

            var run = await _tenant.RegisterAsync();

            Assert.True(run.ExitCode == 0, run.Everything);
            Assert.Contains("Waiting 20 s for Microsoft Graph, which asks to wait.", run.Error, StringComparison.Ordinal);
            await IsCompleteAsync("secret");
        }
    }

    [Fact]
    public async Task A_token_endpoint_that_fails_at_the_proof_leaves_nothing_to_undo()
    {
        _tenant.Emulator.Faults.Enqueue(new Fault { Status = 500, Body = "", Times = 2 });

        Assert.Equal(5, (await _tenant.RegisterAsync()).ExitCode);

        _tenant.Emulator.Faults.Clear();
        await CompletesAsync("proof", "secret");
    }

    [Fact]
    public async Task Ctrl_C_says_how_far_it_came()
    {
        Skip(AddCredential - 1);
        _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Hang = true });
        using var ctrlC = new CancellationTokenSource();
        var running = _tenant.RunAsync("register", RegistrationTenant.Administrator, ["--name", "FunctionApp", "--yes"], ctrlC: ctrlC.Token);
        await Eventually.TrueAsync(() => _tenant.Emulator.Faults.Pending.Count == 0);
        await ctrlC.CancelAsync();

        var run = await running;

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("Done so far: Made: application FunctionApp; ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Not known: whether 'client secret' was done.", run.Error, StringComparison.Ordinal);
        await CompletesAsync("Ctrl+C", "secret");
    }

    [Theory]
    [InlineData("PATCH", "/servicePrincipals(appId", 400, "The appId 'x' of the service principal does not reference a valid application object.", "application FunctionApp")]
    [InlineData("PATCH", "/servicePrincipals(appId", 403, "The backing application of the service principal being created must in the local tenant.", "application FunctionApp")]
    [InlineData("POST", "addPassword", 404, "Resource does not exist.", "the application")]
    [InlineData("POST", "oauth2PermissionGrants", 400, "one of its queried reference-property objects are not present.", "the service principals")]
    public async Task What_is_not_replicated_yet_is_waited_out_with_a_word(string method, string path, int status, string message, string what)
    {
        _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Method = method, Path = path, Status = status, Error = status == 403 ? "Authorization_RequestDenied" : "Request_BadRequest", Description = message, Times = 3 });

        var run = await _tenant.RegisterAsync();

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains($"Waiting 4 s for the directory to show {what} everywhere.", run.Error, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(1 + 2 + 4), _tenant.Time.Waited);
        await IsCompleteAsync("secret");
    }

    [Fact]
    public async Task A_new_secret_is_given_time_to_be_known()
    {
        _tenant.Emulator.Faults.Enqueue(new Fault { Grant = "client_credentials", Error = "invalid_client", Codes = [7000215], Times = 2 });

        var run = await _tenant.RegisterAsync();

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains("Waiting 2 s for the directory to show the new credential everywhere.", run.Error, StringComparison.Ordinal);
    }

    private static Fault FaultOf(string how) => new()
    {
        Endpoint = EmulatorEndpoint.Directory,
        Status = how == "500" ? 500 : null,
        Drop = how == "drop",
        LoseAnswer = how == "lost",
        Hang = how == "hang",
    };

    /// <summary>A fault that does nothing, for the calls before.</summary>
    private void Skip(int calls)
    {
        if (calls > 0) _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Times = calls });
    }

    private async Task CompletesAsync(string after, string credential)
    {
        var run = await _tenant.RegisterAsync("--credential", credential);
        Assert.True(run.ExitCode == 0, $"after {after}: {run.Everything}");
        await IsCompleteAsync(credential);
        var (directory, settings) = (await _tenant.DumpAsync(), _tenant.Settings);
        Assert.Contains("Nothing to change", (await _tenant.RegisterAsync("--credential", credential)).Error, StringComparison.Ordinal);
        Assert.Equal((directory, settings), (await _tenant.DumpAsync(), _tenant.Settings));
    }

    /// <summary>One registration, one credential whose copy is here, consent.</summary>
    private async Task IsCompleteAsync(string credential)
    {
        var app = Assert.Single(await _tenant.ApplicationsAsync("FunctionApp"));
        Assert.Contains($"\"AzureAd__ClientId\": \"{app.Text("appId")}\"", _tenant.Settings, StringComparison.Ordinal);
        Assert.Equal([$"api://{app.Text("appId")}"], app.Texts("identifierUris"));
        Assert.Equal(2, (await _tenant.GetAsync("oauth2PermissionGrants")).Objects("value").Count);
        if (credential == "secret") Assert.StartsWith(Assert.Single(app.Objects("passwordCredentials")).Text("hint")!, _tenant.Secret, StringComparison.Ordinal);
        else Assert.Single(app.Objects("keyCredentials"));
    }
}
