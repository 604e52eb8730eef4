using System.Diagnostics;

namespace FunctionsObo.Tests.Tool;

/// <summary>
/// Signing in as in Entra, by addresses and variables and nothing that knows the emulator: in a process of its own, since the libraries read the
/// variables themselves.
/// </summary>
public sealed class SignInTests(ToolFixture tool) : IClassFixture<ToolFixture>
{
    private const string Tenant = "0c0a7050-0000-4000-8000-000000000001";
    private const string Daemon = "da3e0000-0000-4000-8000-000000000040";

    [Fact]
    public async Task An_application_signs_in_by_the_variables_of_the_azure_libraries()
    {
        if (!OperatingSystem.IsLinux()) return; // SSL_CERT_FILE is of OpenSSL

        var run = await RunAsync("env", new() { ["AZURE_TENANT_ID"] = Tenant, ["AZURE_CLIENT_ID"] = Daemon, ["AZURE_CLIENT_SECRET"] = "local-daemon-secret" });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("eyJ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_the_identity_platform_refuses_an_application_is_said_with_its_number()
    {
        if (!OperatingSystem.IsLinux()) return;

        var run = await RunAsync("env", new() { ["AZURE_TENANT_ID"] = Tenant, ["AZURE_CLIENT_ID"] = Daemon, ["AZURE_CLIENT_SECRET"] = "not-the-secret" });

        Assert.Equal((4, ""), (run.ExitCode, run.Out));
        Assert.Contains("AADSTS7000215", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_that_name_no_application_are_said()
    {
        if (!OperatingSystem.IsLinux()) return;

        var run = await RunAsync("env", []);

        Assert.Equal((4, ""), (run.ExitCode, run.Out));
        Assert.Contains("set AZURE_TENANT_ID, AZURE_CLIENT_ID", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_the_azure_cli_signed_in_gets_a_token_of_the_tenant_that_is_named()
    {
        if (!OperatingSystem.IsLinux()) return;
        var folder = Directory.CreateDirectory(Path.Combine(tool.Folder, "az")).FullName;
        var program = Path.Combine(folder, "az");
        await File.WriteAllTextAsync(program, $$"""
            #!/bin/sh
            echo "$*" > '{{folder}}/asked'
            echo '{"accessToken":"{{tool.Stack.Emulator.IssueAccessToken("alice")}}","expires_on":4102444800,"tokenType":"Bearer"}'
            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var run = await RunAsync("azcli", new() { ["PATH"] = $"{folder}:/usr/bin:/bin" });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(200, (int)(await tool.Stack.SendAsync(HttpMethod.Get, "me", run.Out.Trim())).Status);
        var asked = await File.ReadAllTextAsync(Path.Combine(folder, "asked"));
        Assert.Contains($"--tenant {Tenant}", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_azure_cli_the_other_ways_are_named()
    {
        if (!OperatingSystem.IsLinux()) return;

        var run = await RunAsync("azcli", new() { ["PATH"] = tool.Folder });

        Assert.Equal((4, ""), (run.ExitCode, run.Out));
        Assert.Contains("run 'az login', or choose --auth browser or --auth device", run.Error, StringComparison.Ordinal);
    }

    private async Task<ToolRun> RunAsync(string auth, Dictionary<string, string> variables)
    {
        var address = tool.Stack.Emulator.Address;
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["exec", Path.Combine(AppContext.BaseDirectory, "functions-obo.dll"), "token", "--authority-host", address.ToString(), "--graph", $"{address}graph/", "--auth", auth])
        {
            WorkingDirectory = tool.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AZURE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["SSL_CERT_FILE"] = tool.PemFile;
        foreach (var (name, value) in variables) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new ToolRun(process.ExitCode, await output, await error);
    }
}
