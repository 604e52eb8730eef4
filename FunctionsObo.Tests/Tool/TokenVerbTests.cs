using System.Text.Json;
using TestSupport;

namespace FunctionsObo.Tests.Tool;

/// <summary><c>functions-obo token</c>: to whom the token is given.</summary>
public sealed class TokenVerbTests(ToolFixture tool) : IClassFixture<ToolFixture>
{
    [Fact]
    public async Task A_program_gets_the_token_and_nothing_else()
    {
        var run = await RunAsync([.. tool.AsAlice]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var reply = await tool.Stack.SendAsync(HttpMethod.Get, "me", run.Out.Trim());
        Assert.Equal(200, (int)reply.Status);
    }

    [Fact]
    public async Task A_program_that_reads_json_gets_the_token_with_its_end()
    {
        var run = await RunAsync([.. tool.AsAlice, "--output", "json"]);

        using var json = JsonDocument.Parse(run.Out);
        Assert.StartsWith("eyJ", json.RootElement.GetProperty("accessToken").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.String, json.RootElement.GetProperty("expiresOn").ValueKind);
    }

    [Fact]
    public async Task On_a_screen_without_a_clipboard_nobody_signs_in_and_a_curl_command_is_shown()
    {
        var run = await RunAsync(["--emulator", "https://localhost:1/", "--user", "alice"], isSeen: true);

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains("curl -H @<(printf 'Authorization: Bearer %s' \"$(functions-obo token", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_screen_it_is_printed_when_that_is_asked_for()
    {
        var run = await RunAsync([.. tool.AsAlice, "--show"], isSeen: true);

        Assert.StartsWith("eyJ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_desktop_the_clipboard_gets_it_and_the_screen_does_not()
    {
        if (OperatingSystem.IsWindows()) return; // the program of this test is a shell script
        var copied = Path.Combine(tool.Folder, "copied.txt");
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(tool.Folder, "bin")).FullName, OperatingSystem.IsMacOS() ? "pbcopy" : "xclip");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\ncat > '{copied}'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var run = await RunAsync([.. tool.AsAlice], isSeen: true, variables: new() { ["DISPLAY"] = ":0", ["PATH"] = Path.GetDirectoryName(program)! });

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("eyJ", run.Everything, StringComparison.Ordinal);
        Assert.StartsWith("eyJ", await File.ReadAllTextAsync(copied), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_of_the_settings_is_the_one_that_the_user_signs_in_to_unless_another_is_named()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["TestClient__ClientId"] = "da3e0000-0000-4000-8000-000000000040" };

        Assert.Equal("da3e0000-0000-4000-8000-000000000040", await ClientOfAsync(variables));
        Assert.Equal("c11e0000-0000-4000-8000-000000000030", await ClientOfAsync(variables, "--client", "c11e0000-0000-4000-8000-000000000030"));
    }

    [Theory]
    [InlineData("The emulator answered 400: There is no user in tenant contoso 'nobody'", 4, "--user", "nobody")]
    [InlineData("The emulator answered 400: Say whose token it is to be: user=alice|bob", 4)]
    [InlineData("There is no scope 'Wrong'", 4, "--user", "alice", "--scope", "f0bc0000-0000-4000-8000-000000000010/Wrong")]
    public async Task What_the_emulator_refuses_is_said(string said, int exitCode, params string[] args)
    {
        var run = await RunAsync(["--emulator", tool.Stack.Emulator.Address.ToString(), .. args]);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--emulator takes an address of this machine, and login.example is none.", "--emulator", "https://login.example/")]
    [InlineData("--authority-host takes an https address", "--authority-host", "http://login.example/")]
    [InlineData("give its address with --graph", "--authority-host", "https://login.example/")]
    public async Task An_address_that_cannot_be_used_is_said_before_anybody_signs_in(string said, params string[] args)
    {
        var run = await RunAsync([.. args, "--user", "alice"]);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_emulator_that_does_not_run_is_said_with_the_command_that_starts_it()
    {
        var run = await RunAsync(["--emulator", "https://localhost:1/", "--user", "alice"]);

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("dotnet run --project local/DevHost", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_without_an_api_is_microsoft_graphs()
    {
        var run = await RunAsync([.. tool.AsAlice, "--scope", "User.Read"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var payload = JsonDocument.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(run.Out.Split('.')[1]));
        Assert.Equal("https://graph.microsoft.com", payload.RootElement.GetProperty("aud").GetString());
    }

    [Fact]
    public async Task Without_a_client_id_in_the_settings_the_scope_must_be_given()
    {
        var run = await ToolRun.OfAsync(["token", .. tool.AsAlice, "--settings", Repository.PathOf("tenant.settings.sample.json")], folder: tool.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("AzureAd:ClientId, or give --scope", run.Error, StringComparison.Ordinal);
    }

    private async Task<string?> ClientOfAsync(Dictionary<string, string> variables, params string[] args)
    {
        var run = await RunAsync([.. tool.AsAlice, .. args], variables: variables);
        using var payload = JsonDocument.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(run.Out.Split('.')[1]));
        return payload.RootElement.GetProperty("azp").GetString();
    }

    private Task<ToolRun> RunAsync(string[] args, bool isSeen = false, Dictionary<string, string>? variables = null) =>
        ToolRun.OfAsync(["token", .. args], variables: variables, folder: tool.Folder, isSeen: isSeen);
}
