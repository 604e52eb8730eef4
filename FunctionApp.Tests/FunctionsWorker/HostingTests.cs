using System.Net.Http.Json;
using System.Net.Sockets;
using FunctionApp.Tests.FunctionsWorker.Support;
using FunctionsWorker;
using FunctionsWorker.Configuration;
using FunctionsWorker.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FunctionApp.Tests.FunctionsWorker;

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

        var log = Assert.Single(app.Logs.Entries, log => log.Category == "Host.Startup");
        Assert.Equal(
            ["Functions:", $"Any: {app.Address}api/Any", $"Fine: [GET,POST] {app.Address}api/fine"],
            log.Message.Split(Environment.NewLine, StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Test_server_takes_kestrels_place()
    {
        using var directory = new AppFiles().Write();
        var builder = LocalApp.Builder(directory).UseFunctionsFrom(typeof(Functions));
        builder.Services.AddSingleton<IServer, TestServer>();
        using var host = builder.Build();
        await host.StartAsync();

        using var client = host.GetTestClient();

        var response = await client.PostAsJsonAsync("/api/any", "over");
        Assert.Equal("fine", await client.GetStringAsync("/api/fine"));
        Assert.Equal("any \"over\"", await response.Content.ReadAsStringAsync());
        await host.StopAsync();
    }

    [Fact]
    public async Task Port_in_use_is_told_in_a_sentence()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        using var directory = new AppFiles().Write();
        var builder = LocalApp.Builder(directory, "--port", $"{port}").UseFunctionsFrom(typeof(Functions));
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<IOException>(() => host.StartAsync());

        var sentence = StartFailure.Sentence(exception)!;
        Assert.Contains($"127.0.0.1:{port}", sentence);
        Assert.Contains("--port", sentence);
        Assert.DoesNotContain("   at ", sentence);
    }

    [Fact]
    public void Start_failures_are_told_without_a_stack_and_others_are_not_touched()
    {
        Assert.Equal("mend it", StartFailure.Sentence(new FunctionStartException("mend it")));
        Assert.Equal($"one{Environment.NewLine}two", StartFailure.Sentence(new OptionsValidationException("name", typeof(Functions), ["one", "two"])));
        Assert.Null(StartFailure.Sentence(new InvalidOperationException("a bug")));
    }

    [Theory]
    [InlineData("--port", "many")]
    [InlineData("--port", "-1")]
    [InlineData("-p", "70000")]
    [InlineData("--script-root", "/no/such/directory")]
    public void Command_line_that_makes_no_sense_is_refused(params string[] args) => Assert.Throws<FunctionStartException>(() => HostArguments.Read(args));

    [Theory]
    [InlineData(null)]
    [InlineData(8080, "--port", "8080")]
    [InlineData(8081, "--port=8081", "--other", "x")]
    [InlineData(0, "-p", "0")]
    public void Port_is_taken_from_the_command_line(int? port, params string[] args) => Assert.Equal(port, HostArguments.Read(args).Port);

    [Fact]
    public void In_azure_it_refuses_to_start_and_says_how_to_build()
    {
        var exception = Assert.Throws<FunctionStartException>(() => AppEnvironment.RefuseAzure(name => name == "WEBSITE_INSTANCE_ID" ? "abc" : null));

        Assert.Contains("dotnet publish FunctionApp -p:FunctionsHost=Azure", exception.Message);
        AppEnvironment.RefuseAzure(_ => null);
    }

    [Theory]
    [InlineData(null, null, "Development")]
    [InlineData("Staging", null, "Staging")]
    [InlineData("Staging", "Production", "Production")]
    [InlineData("", "", "Development")]
    public void Environment_is_development_unless_a_variable_says_otherwise(string? functions, string? dotnet, string expected) =>
        Assert.Equal(expected, AppEnvironment.Name(name => name == "DOTNET_ENVIRONMENT" ? dotnet : functions));

    [Fact]
    public void Functions_are_those_of_the_calling_assembly_unless_told_otherwise()
    {
        using var directory = new AppFiles().Write();

        // Every test class here has functions, some with the same name: finding them all is refused.
        var exception = Assert.Throws<FunctionStartException>(() => LocalApp.Builder(directory).Build());
        Assert.Contains("FunctionApp.Tests.FunctionsWorker", exception.Message);

        using var none = LocalApp.Builder(directory).UseFunctionsFrom(typeof(FunctionStartException).Assembly).Build();
        Assert.NotNull(none);
    }

    internal sealed class Functions
    {
        [Function("Fine")]
        public string Fine([HttpTrigger("get", "post", Route = "fine")] HttpRequestData request) => "fine";

        [Function("Any")]
        public string Any([HttpTrigger] HttpRequestData request) => $"any {request.ReadAsString()}";
    }
}
