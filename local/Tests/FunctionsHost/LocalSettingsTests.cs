using FunctionsHost;
using FunctionsHost.Configuration;
using FunctionsHost.Diagnostics;
using FunctionsHost.Processes;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace Local.Tests.FunctionsHost;

public class LocalSettingsTests
{
    [Theory]
    [InlineData("{", "cannot be read: line 1, column 2: ")]
    [InlineData("{\n  \"Values\": {\n    \"A\" \"b\"\n  }\n}", "local.settings.json cannot be read: line 3, column 9: '\"' is invalid after a property name. Expected a ':'.")]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("""{ "IsEncrypted": true, "Values": { "A": "b" } }""", "\"IsEncrypted\" must be false")]
    [InlineData("""{ "Values": { "A": "b" } }""", "\"IsEncrypted\" must be false")]
    [InlineData("""{ "IsEncrypted": false, "Values": { "AzureAd": { "ClientId": "x" } } }""", "'AzureAd' is an object")]
    [InlineData("""{ "IsEncrypted": false, "Values": { "Scopes": [ "x" ] } }""", "'Scopes' is an array")]
    [InlineData("""{ "IsEncrypted": false, "Values": "x" }""", "\"Values\" must be an object")]
    [InlineData("""{ "Host": { "LocalHttpPort": "many" } }""", "Host.LocalHttpPort must be a port")]
    [InlineData("""{ "Host": { "LocalHttpPort": 65536 } }""", "Host.LocalHttpPort must be a port")]
    [InlineData("""{ "Host": { "CORS": [ "*" ] } }""", "Host.CORS must be a string")]
    [InlineData("""{ "Host": { "CORSCredentials": "maybe" } }""", "Host.CORSCredentials must be true or false")]
    [InlineData("""{ "Host": { "CORS": "*", "CORSCredentials": true } }""", "Host.CORSCredentials needs origins by name")]
    public async Task File_that_core_tools_would_not_take_stops_the_start(string text, string told)
    {
        var refusal = await LocalApp.RefusalAsync<Functions>(new AppFiles(LocalSettings: text));

        Assert.Contains("local.settings.json", refusal.Message);
        Assert.Contains(told, refusal.Message);
    }

    [Fact]
    public void File_that_is_named_must_be_there() =>
        Assert.Equal("nowhere.json is missing. Give the path of a file that exists.", Assert.Throws<FunctionsHostException>(() => LocalSettings.Read("nowhere.json")).Message);

    [Fact]
    public async Task File_that_nobody_names_is_not_read()
    {
        using var directory = new AppFiles(LocalSettings: "broken").Write();
        await using var app = await HostedApp.StartAsync(
            new AppProcess(BuiltApp.Folder) { Environment = BuiltApp.Settings }, new FunctionsHostOptions { Port = 0, SettingsDirectory = directory.Path }, CancellationToken.None);

        Assert.NotEmpty(app.ProcessIds);
    }

    [Theory]
    [InlineData("AzureAd:ClientId", "id")]
    [InlineData("Colon:Key", "c")]
    [InlineData("Flag", "True")]
    [InlineData("Number", "5")]
    [InlineData("Empty", "")]
    [InlineData("Null", null)]
    [InlineData("ConnectionStrings:Main", "server")]
    [InlineData("ConnectionStrings:Other", "elsewhere")]
    public async Task Values_become_configuration(string key, string? expected)
    {
        await using var app = await LocalApp.StartAsync<Functions>(files: new AppFiles(LocalSettings: """
            {
              "IsEncrypted": false, // as 'func init' writes it
              "Values": { "AzureAd__ClientId": "id", "Colon:Key": "c", "Flag": true, "Number": 5, "Empty": "", "Null": null },
              "ConnectionStrings": { "Main": "server", "Other": { "ConnectionString": "elsewhere", "ProviderName": "x" } },
            }
            """));

        Assert.Equal(expected, app.Host.Services.GetRequiredService<IConfiguration>()[key]);
    }

    [Fact]
    public async Task Environment_variable_wins_and_that_is_said()
    {
        // PATH is set wherever tests run.
        await using var app = await LocalApp.StartAsync<Functions>(
            files: new AppFiles(LocalSettings: """{ "IsEncrypted": false, "Values": { "PATH": "mine" } }"""));

        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), await app.Client.GetStringAsync("/api/path"));
        Assert.Single(app.Logs.Entries, log => log.Message == "Skipping 'PATH' from local settings as it's already defined in current environment variables.");
    }

    [Fact]
    public async Task Port_of_the_file_counts_where_the_program_says_none()
    {
        var files = new AppFiles(LocalSettings: """{ "Host": { "LocalHttpPort": 0 } }""");
        await using var app = await LocalApp.StartAsync<Functions>(files: files, options: new FunctionsHostOptions());

        Assert.NotEqual(7071, app.Address.Port);
    }

    [Fact]
    public async Task App_knows_where_it_is_served()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Equal(app.Address.Authority, app.Host.Services.GetRequiredService<IConfiguration>()["WEBSITE_HOSTNAME"]);
    }

    [Fact]
    public async Task Origin_of_the_list_may_read_the_response()
    {
        await using var app = await LocalApp.StartAsync<Functions>(
            files: new AppFiles(LocalSettings: """{ "Host": { "CORS": "https://a.test, https://b.test", "CORSCredentials": true } }"""));

        Assert.Equal("https://b.test", await AllowedAsync(app, HttpMethod.Get, "https://b.test"));
        Assert.Equal("https://a.test", await AllowedAsync(app, HttpMethod.Options, "https://a.test"));
        Assert.Null(await AllowedAsync(app, HttpMethod.Get, "https://c.test"));
    }

    [Fact]
    public async Task Star_lets_every_origin_in()
    {
        await using var app = await LocalApp.StartAsync<Functions>(files: new AppFiles(LocalSettings: """{ "Host": { "CORS": "*" } }"""));

        Assert.Equal("*", await AllowedAsync(app, HttpMethod.Options, "https://anything.test"));
    }

    private static async Task<string?> AllowedAsync(LocalApp app, HttpMethod method, string origin)
    {
        var message = new HttpRequestMessage(method, "/api/path");
        message.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options) message.Headers.Add("Access-Control-Request-Method", "GET");
        var response = await app.Client.SendAsync(message);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }

    internal sealed class Functions(IConfiguration configuration)
    {
        [Function("Path")]
        public string Path([HttpTrigger("get")] HttpRequestData request) => configuration["PATH"]!;
    }
}
