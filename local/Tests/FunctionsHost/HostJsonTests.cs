using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace Local.Tests.FunctionsHost;

public class HostJsonTests
{
    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("{ \"version\": ", "cannot be read")]
    [InlineData("{ \"version\": \"2.0\", \"a\": 1, \"A\": 2 }", "cannot be read")]
    [InlineData("{}", "\"version\" must be \"2.0\", and it is missing")]
    [InlineData("{ \"version\": \"4.0\" }", "and it is \"4.0\"")]
    [InlineData("{ \"version\": \"2.0\", \"extensions\": { \"http\": { \"routePrefix\": { \"a\": 1 } } } }", "extensions.http.routePrefix must be a string")]
    [InlineData("{ \"version\": \"2.0\", \"extensions\": { \"http\": { \"customHeaders\": \"X-A: b\" } } }", "extensions.http.customHeaders must be an object of strings")]
    [InlineData("{ \"version\": \"2.0\", \"extensions\": { \"http\": { \"customHeaders\": { \"X-A\": { \"b\": \"c\" } } } } }", "extensions.http.customHeaders.X-A must be a string")]
    [InlineData("{ \"version\": \"2.0\", \"functionTimeout\": \"soon\" }", "functionTimeout must be a time span")]
    [InlineData("{ \"version\": \"2.0\", \"logging\": { \"logLevel\": { \"default\": \"Loud\" } } }", "logging.logLevel.default must be one of Trace, Debug")]
    public async Task File_that_the_host_would_refuse_stops_the_start(string? text, string told)
    {
        var refusal = await LocalApp.RefusalAsync<Functions>(new AppFiles(text));

        Assert.Contains("host.json", refusal.Message);
        Assert.Contains(told, refusal.Message);
    }

    [Fact]
    public async Task Comments_and_trailing_commas_are_tolerated()
    {
        await using var app = await LocalApp.StartAsync<Functions>(files: new AppFiles("""
            { // the least
              "version": "2.0", /* schema */
            }
            """));

        Assert.Equal("fine", await app.Client.GetStringAsync("/api/fine"));
    }

    [Fact]
    public async Task Custom_headers_are_on_every_response_that_has_not_set_them()
    {
        await using var app = await LocalApp.StartAsync<Functions>(files: new AppFiles("""
            { "version": "2.0", "extensions": { "http": { "customHeaders": { "X-Frame-Options": "DENY", "X-Own": "host" } } } }
            """));

        var fine = await app.Client.GetAsync("/api/own");
        var missing = await app.Client.GetAsync("/api/missing");

        Assert.Equal(["DENY"], fine.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["function"], fine.Headers.GetValues("X-Own"));
        Assert.Equal(["DENY"], missing.Headers.GetValues("X-Frame-Options"));
    }

    [Fact]
    public async Task Settings_without_effect_are_named_once()
    {
        await using var app = await LocalApp.StartAsync<Functions>(files: new AppFiles("""
            {
              "version": "2.0",
              "functionTimeout": "00:05:00",
              "telemetryMode": "OpenTelemetry",
              "logging": { "logLevel": { "default": "Debug" }, "applicationInsights": { "samplingSettings": { "isEnabled": true } } },
              "extensions": { "http": { "routePrefix": "api", "maxConcurrentRequests": 5 } }
            }
            """));

        var log = Assert.Single(app.Logs.Entries, log => log.Message.Contains("no effect", StringComparison.Ordinal));
        Assert.Equal(
            "host.json: these settings have no effect in the local host: extensions.http.maxConcurrentRequests, logging.applicationInsights.samplingSettings.isEnabled",
            log.Message);
    }

    [Fact]
    public async Task Log_levels_count_for_what_the_worker_logs()
    {
        await using var app = await LocalApp.StartAsync<Functions>(files: new AppFiles(
            """{ "version": "2.0", "logging": { "logLevel": { "default": "Error", "Loud": "Information" } } }"""));

        await app.Client.GetAsync("/api/log");

        Assert.Contains(app.Logs.Entries, log => log is { Category: "Loud", Message: "logged" });
        Assert.DoesNotContain(app.Logs.Entries, log => log.Level < LogLevel.Error && log.Category != "Loud");
    }

    [Fact]
    public async Task App_settings_override_the_file()
    {
        await using var app = await LocalApp.StartAsync<Functions>(files: new AppFiles(
            """{ "version": "2.0", "extensions": { "http": { "routePrefix": "file" } } }""",
            """{ "IsEncrypted": false, "Values": { "AzureFunctionsJobHost__extensions__http__routePrefix": "setting" } }"""));

        Assert.Equal("fine", await app.Client.GetStringAsync("/setting/fine"));
    }

    internal sealed class Functions
    {
        [Function("Fine")]
        public string Fine([HttpTrigger] HttpRequestData request) => "fine";

        [Function("Log")]
        public void Log([HttpTrigger] HttpRequestData request, FunctionContext context)
        {
            foreach (var category in (ReadOnlySpan<string>)["Loud", "Low"])
                context.GetLogger(category).Log(LogLevel.Information, default, "logged", exception: null, static (state, _) => state);
        }

        [Function("Own")]
        public HttpResponseData Own([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            response.Headers.Add("X-Own", "function");
            return response;
        }
    }
}
