using System.Net;
using FunctionsHost;
using FunctionsHost.InProcess;
using FunctionsHost.Processes;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Samples;

/// <summary>The samples of the host's page.</summary>
public sealed class HostSampleTests
{
    [Fact]
    public async Task An_app_runs_in_this_process()
    {
        var settings = BuiltApp.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value));

        await using var app = await HostedApp.StartAsync(
            AppInProcess.Of<Program>() with
            {
                Configure = (setup, address) => setup.Configuration.AddInMemoryCollection(settings),
            },
            new FunctionsHostOptions { Port = 0, ConfigureLogging = logging => logging.AddSimpleConsole() },
            CancellationToken.None);

        using var client = new HttpClient { BaseAddress = app.Address };
        var health = await client.GetAsync("api/health");
        var clock = app.Services.GetRequiredService<TimeProvider>();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode); // there is no identity platform
        Assert.Same(TimeProvider.System, clock);
    }

    [Fact]
    public async Task An_app_runs_in_processes_of_its_own()
    {
        var (folder, settings) = (BuiltApp.Folder, BuiltApp.Settings);

        await using var app = await HostedApp.StartAsync(
            new AppProcess(folder) { Instances = 2, Environment = settings },
            new FunctionsHostOptions { Port = 0 },
            CancellationToken.None);

        Assert.Equal(2, app.ProcessIds.Count);
    }
}
