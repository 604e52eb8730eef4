using System.Net;
using System.Net.Sockets;
using FunctionsHost;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Local.Tests.FunctionsHost;

public class HostingTests
{
    [Fact]
    public async Task Port_zero_is_a_free_port_on_loopback()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.True(app.Address.IsLoopback);
        Assert.NotEqual(0, app.Address.Port);
        Assert.Equal("fine", await app.Client.GetStringAsync("/api/fine"));
    }

    [Fact]
    public async Task Start_names_the_functions_with_method_and_url()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var log = Assert.Single(app.Logs.Entries, log => log.Category == "Host" && log.Message.StartsWith("Functions:", StringComparison.Ordinal));
        Assert.Equal(
            ["Functions:", $"Any: {app.Address}api/Any", $"Fine: [GET,POST] {app.Address}api/fine"],
            log.Message.Split(Environment.NewLine, StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Port_in_use_is_the_servers_own_exception_and_names_the_address()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var exception = await Assert.ThrowsAsync<IOException>(() => LocalApp.StartAsync<Functions>(options: new FunctionsHostOptions { Port = port }));

        Assert.Contains($"127.0.0.1:{port}", exception.Message);
    }

    [Fact]
    public async Task Exception_of_the_apps_own_start_comes_through_as_it_is() =>
        Assert.Equal("no", (await Assert.ThrowsAsync<NotSupportedException>(
            () => LocalApp.StartAsync<Functions>(builder => builder.Services.AddHostedService<Refusal>()))).Message);

    [Fact]
    public async Task Ten_apps_run_in_one_process_each_with_services_of_its_own()
    {
        var apps = await Task.WhenAll(Enumerable.Range(0, 10).Select(number =>
            LocalApp.StartAsync<Numbered>(builder => builder.Services.AddSingleton(new Number($"{number}")))));

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(request => apps[request % 10].Client.GetStringAsync("/api/number")));
        foreach (var app in apps) await app.DisposeAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(request => $"{request % 10}"), answers);
    }

    [Fact]
    public async Task Environment_is_development_as_core_tools_have_it_and_files_are_the_apps()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var environment = app.Host.Services.GetRequiredService<IHostEnvironment>();
        Assert.Equal(Environments.Development, environment.EnvironmentName);
        Assert.Equal(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), Path.TrimEndingDirectorySeparator(environment.ContentRootPath));
    }

    [Fact]
    public async Task Stopping_twice_is_stopping_once()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        await app.Host.StopAsync();
        await app.Host.StopAsync();
    }

    internal sealed record Number(string Text);

    internal sealed class Numbered(Number number)
    {
        [Function("Number")]
        public string Run([HttpTrigger] HttpRequestData request) => number.Text;
    }

    internal sealed class Refusal : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException("no");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    internal sealed class Functions
    {
        [Function("Fine")]
        public string Fine([HttpTrigger("get", "post", Route = "fine")] HttpRequestData request) => "fine";

        [Function("Any")]
        public string Any([HttpTrigger] HttpRequestData request) => $"any {request.ReadAsString()}";
    }
}
