using System.Net;
using System.Net.Sockets;
using Local.Tests.DevStack.Support;

namespace Local.Tests.DevStack;

/// <summary>What can keep the stack from starting: one sentence with the fix, exit code 1, and no greeting.</summary>
public sealed class NotStartedTests : IDisposable
{
    private readonly ConsoleRun _run = new();
    private readonly List<TcpListener> _listeners = [];

    public void Dispose()
    {
        _listeners.ForEach(listener => listener.Dispose());
        _run.Dispose();
    }

    [Fact]
    public async Task A_port_is_taken()
    {
        var port = TakenPort();

        await FailsAsync(
            $"Port {port} for the Orders API is taken. Stop what listens there, or choose another with --OrdersPort (0: any free one).",
            [.. ConsoleRun.FreePorts, "--OrdersPort", $"{port}"]);
    }

    [Fact]
    public async Task The_stack_runs_already()
    {
        int[] ports = [TakenPort(), TakenPort(), TakenPort(), TakenPort()];

        await FailsAsync(
            $"The ports {string.Join(", ", ports)} are all taken: it seems that the stack runs already. Stop it with Ctrl+C where it runs, or add --free-ports to run another one beside it.",
            $"--EmulatorPort={ports[0]}", $"--FunctionAppPort={ports[1]}", $"--GraphPort={ports[2]}", $"--OrdersPort={ports[3]}");
    }

    [Fact]
    public async Task The_certificate_file_cannot_be_written()
    {
        var inTheWay = await _run.WriteAsync(".local", "a file where the folder should be");

        await FailsAsync(
            $"The emulator's certificate cannot be written to {Path.Combine(inTheWay, "emulator.pem")}. Make {inTheWay} a folder that you may write to, or start from another folder.",
            [.. ConsoleRun.FreePorts, "--without-app"]);
    }

    [Fact]
    public Task The_settings_file_is_missing() =>
        FailsAsync("/nowhere/mine.json is missing. Give the path of a file that exists.", [.. ConsoleRun.FreePorts, "--settings", "/nowhere/mine.json"]);

    [Fact]
    public async Task The_settings_file_is_broken()
    {
        var file = await _run.WriteAsync("mine.json", "{\n  \"Values\": {\n    \"A\" \"b\"\n  }\n}");

        await FailsAsync(
            $"{file} cannot be read: line 3, column 9: '\"' is invalid after a property name. Expected a ':'.",
            [.. ConsoleRun.FreePorts, "--settings", file]);
    }

    [Fact]
    public async Task The_settings_file_holds_what_the_app_does_not_take()
    {
        var file = await _run.WriteAsync("mine.json", """{ "IsEncrypted": false, "Values": { "AzureAd__TenantId": "mine" } }""");

        Assert.Equal(1, await _run.RunAsync([.. ConsoleRun.FreePorts, "--settings", file]));
        var lines = _run.Errors.Split('\n');
        Assert.Equal((2, "The app cannot start:"), (lines.Length, lines[0].Trim()));
        Assert.StartsWith("  - AzureAd:TenantId must be ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_TLS()
    {
        using var devHost = new DevHostProcess();
        await devHost.WriteAsync("openssl.cnf", "openssl_conf = all\n[all]\nproviders = providers\n[providers]\nnull = null\n[null]\nactivate = 1\n");
        devHost.Variables["OPENSSL_CONF"] = devHost.PathOf("openssl.cnf");

        var (exitCode, errors) = await devHost.RunAsync();

        Assert.Equal(1, exitCode);
        Assert.StartsWith("There is no TLS on this machine: ", Assert.Single(errors.Split('\n')), StringComparison.Ordinal);
    }

    private async Task FailsAsync(string sentence, params string[] args)
    {
        Assert.Equal((1, sentence), (await _run.RunAsync(args), _run.Errors));
        Assert.DoesNotContain("curl", _run.Output, StringComparison.Ordinal);
    }

    private int TakenPort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        _listeners.Add(listener);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
