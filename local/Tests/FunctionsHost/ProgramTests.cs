using FunctionsHost;
using FunctionsHost.Configuration;
using FunctionsHost.Diagnostics;
using FunctionsHost.InProcess;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TestSupport;

namespace Local.Tests.FunctionsHost;

/// <summary>What an app's own program does, and what becomes of it.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task A_program_runs_up_to_the_host_that_it_builds()
    {
        var reached = false;
        await using var app = await StartAsync(args =>
        {
            FunctionsApplication.CreateBuilder(args).Build();
            reached = true;
        });

        Assert.False(reached);
    }

    [Fact]
    public async Task A_program_that_runs_asynchronously_is_waited_for()
    {
        await using var app = await StartAsync(args => RunAsync(args).GetAwaiter().GetResult());

        static async Task RunAsync(string[] args)
        {
            await Task.Yield();
            await FunctionsApplication.CreateBuilder(args).Build().RunAsync();
        }
    }

    [Fact]
    public async Task What_a_program_throws_comes_through_as_it_is()
    {
        var thrown = new InvalidDataException("The price list is empty.");

        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(_ => throw thrown)));
    }

    [Fact]
    public async Task A_program_that_builds_no_host_is_named()
    {
        var error = await Assert.ThrowsAsync<FunctionsHostException>(() => StartAsync(_ => { }));

        Assert.StartsWith("The program of Local.Tests ended without building a host.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_builder_of_the_old_kind_is_refused_with_the_fix()
    {
        var error = await Assert.ThrowsAsync<FunctionsHostException>(() => StartAsync(_ => new HostBuilder().ConfigureFunctionsWorkerDefaults().Build()));

        Assert.Contains("FunctionsApplication.CreateBuilder(args)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_without_an_entry_point_is_no_app()
    {
        var error = Assert.Throws<FunctionsHostException>(AppInProcess.Of<HostedApp>);

        Assert.StartsWith("FunctionsHost is no app", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_that_run_at_the_same_time_are_told_apart()
    {
        var apps = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            var app = await StartAsync(args =>
            {
                var builder = FunctionsApplication.CreateBuilder(args);
                builder.Services.AddSingleton(new Number(number));
                builder.Build();
            });
            return (number, app);
        }));

        foreach (var (number, app) in apps)
        {
            Assert.Equal(number, app.Services.GetRequiredService<Number>().Value);
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_program_reads_local_settings_before_it_builds()
    {
        string? read = null;
        var files = new AppFiles { LocalSettings = """{ "IsEncrypted": false, "Values": { "Prices__File": "prices.json" } }""" };

        await using var app = await StartAsync(
            args =>
            {
                var builder = FunctionsApplication.CreateBuilder(args);
                read = builder.Configuration["Prices:File"];
                builder.Build();
            },
            files);

        Assert.Equal("prices.json", read);
    }

    private static async Task<HostedApp> StartAsync(Action<string[]> program, AppFiles? files = null)
    {
        using var directory = (files ?? new AppFiles()).Write();
        var app = new AppInProcess(typeof(ProgramTests).Assembly, program) { Configure = (setup, _) => setup.UseFunctionsFrom(typeof(Functions)) };
        return await HostedApp.StartAsync(app, new FunctionsHostOptions { Port = 0, SettingsDirectory = directory.Path, LocalSettings = directory.Settings ?? LocalSettings.None }, CancellationToken.None);
    }

    private sealed record Number(int Value);

    internal sealed class Functions
    {
        [Function("Hello")]
        public string Hello([HttpTrigger] string body) => body;
    }
}
