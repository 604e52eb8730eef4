using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using DevStack.Startup;
using FunctionsHost.InProcess;
using Local.Tests.DevStack.Support;

namespace Local.Tests.DevStack;

/// <summary>DevHost with several processes of the app. Only on Linux do they trust the emulator by a file.</summary>
public sealed class InstancesTests : IDisposable
{
    private readonly ConsoleRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Processes_of_their_own_take_turns_and_each_begins_without_tokens()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>(), Instances = 2 }, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = new Uri(stack.FunctionAppAddress!, "api/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stack.Emulator.IssueAccessToken("alice"));

        for (var call = 0; call < 6; call++) Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("me")).StatusCode);

        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges("alice", "graph"));
    }

    [Fact]
    public async Task The_greeting_names_the_processes_and_they_end_with_it()
    {
        await _run.StartAsync([.. ConsoleRun.FreePorts, "--instances=2"]);
        var named = Regex.Match(_run.Output, @"\(2 processes that take turns: (?<one>\d+), (?<two>\d+)\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        using var one = Process.GetProcessById(int.Parse(named.Groups["one"].Value, null));

        Assert.Equal((0, ""), await _run.StopAsync());
        Assert.True(one.HasExited);
    }

    [Theory]
    [InlineData("--instances needs a number from 1 to 32.", "--instances=0")]
    [InlineData("--instances needs a number from 1 to 32.", "--instances=33")]
    [InlineData("with --without-app none does", "--instances=2", "--without-app")]
    [InlineData("with --instances the app has others", "--instances=2", "--telemetry")]
    public async Task What_does_not_go_with_it_is_said(string explanation, params string[] args)
    {
        Assert.Equal(2, await _run.RunAsync(args));
        Assert.Contains(explanation, _run.Errors, StringComparison.Ordinal);
    }
}
