using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FunctionApp.Functions;
using FunctionsHost;
using FunctionsHost.Diagnostics;
using FunctionsHost.Processes;
using Local.Tests.EntraEmulator;
using Local.Tests.FunctionsHost.Support;
using TestSupport;

namespace Local.Tests.FunctionsHost;

/// <summary>Apps in processes of their own: FunctionApp's build output.</summary>
public class ProcessTests
{
    private const string Health = """{"status":"waiting for the identity platform"}""";

    [Fact]
    public async Task Build_output_is_served_and_stopping_leaves_no_process()
    {
        int process;
        await using (var app = await BuiltApp.StartAsync())
        {
            process = Assert.Single(app.Host.ProcessIds);
            Assert.Equal(Health, await app.HealthAsync());
            Assert.Throws<InvalidOperationException>(() => app.Host.Services);
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
    }

    [Fact]
    public async Task Instances_share_the_requests()
    {
        await using var app = await BuiltApp.StartAsync(instances: 2);
        var work = app.Host.ProcessIds.Select(id => (Id: id, Before: Used(id))).ToList();

        Assert.Equal(2, work.Select(worker => worker.Id).Distinct().Count());
        await Eventually.TrueAsync(async () =>
        {
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.HealthAsync())), health => Assert.Equal(Health, health));
            return work.All(worker => Used(worker.Id) - worker.Before > TimeSpan.FromMilliseconds(50));
        });

        static TimeSpan Used(int id)
        {
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
    }

    [Fact]
    public async Task Worker_that_is_killed_is_replaced()
    {
        await using var app = await BuiltApp.StartAsync();
        var first = Assert.Single(app.Host.ProcessIds);
        using (var process = Process.GetProcessById(first)) process.Kill();

        await Eventually.TrueAsync(async () => await app.HealthAsync() == Health && app.Host.ProcessIds is [var next] && next != first);

        Assert.Contains(app.Logs.Entries, log => log.Message.StartsWith($"The worker process {first} ended with exit code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task App_that_refuses_its_configuration_is_told_in_its_own_words()
    {
        var refusal = await Assert.ThrowsAsync<FunctionsHostException>(() => BuiltApp.StartAsync(new AppProcess(BuiltApp.Folder)));

        Assert.Contains("AzureAd:", refusal.Message);
        Assert.DoesNotContain("   at ", refusal.Message);
    }

    [Theory]
    [InlineData(null, "worker.config.json is missing. Build or publish a Functions app")]
    [InlineData("{", "worker.config.json cannot be read")]
    [InlineData("{}", "does not say description.defaultExecutablePath")]
    [InlineData("""{ "description": "x" }""", "does not say description.defaultExecutablePath")]
    [InlineData("""{ "description": { "defaultExecutablePath": 1, "defaultWorkerPath": [] } }""", "does not say description.defaultExecutablePath")]
    [InlineData("""{ "description": { "defaultExecutablePath": "/no/such/program", "defaultWorkerPath": "x" } }""", "'/no/such/program' cannot be started")]
    [InlineData("""{ "description": { "defaultExecutablePath": "dotnet", "defaultWorkerPath": "missing.dll" } }""", "Could not execute")]
    public async Task Folder_that_is_no_app_is_told_in_a_sentence(string? workerConfig, string told)
    {
        using var directory = new AppFiles().Write();
        if (workerConfig is not null) await File.WriteAllTextAsync(Path.Combine(directory.Path, "worker.config.json"), workerConfig);

        var refusal = await Assert.ThrowsAsync<FunctionsHostException>(() => BuiltApp.StartAsync(new AppProcess(directory.Path)));

        Assert.Contains(told, refusal.Message);
    }

    [Fact]
    public async Task Worker_that_never_connects_is_given_up_and_ended()
    {
        if (OperatingSystem.IsWindows()) return; // no sh
        using var directory = new AppFiles().Write();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "worker.config.json"), """{ "description": { "defaultExecutablePath": "sh", "defaultWorkerPath": "worker.sh" } }""");
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "worker.sh"), "echo $$ > process; exec cat");

        var refusal = await Assert.ThrowsAsync<FunctionsHostException>(() => HostedApp.StartAsync(
            new AppProcess(directory.Path), new FunctionsHostOptions { Port = 0, StartTimeout = TimeSpan.FromSeconds(1) }, CancellationToken.None));

        Assert.Equal("The worker did not get ready within 1 s.", refusal.Message);
        var process = int.Parse(await File.ReadAllTextAsync(Path.Combine(directory.Path, "process")), CultureInfo.InvariantCulture);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
    }

    [Fact]
    public async Task Worker_ends_when_its_standard_input_does_as_it_does_when_the_host_is_gone()
    {
        using var host = new TcpListener(IPAddress.Loopback, 0);
        host.Start();
        var address = new Uri($"http://{host.LocalEndpoint}");
        using var worker = Process.Start(WorkerCommand.Read(new AppProcess(BuiltApp.Folder)).For(address, "some worker", BuiltApp.Settings))!;
        using var connected = await host.AcceptTcpClientAsync();
        Assert.False(worker.HasExited);

        worker.StandardInput.Close();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await worker.WaitForExitAsync(limit.Token);
    }
}
