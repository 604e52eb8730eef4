using System.Net;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestSupport;

namespace Local.Tests.FunctionsHost;

/// <summary>Functions that nothing in this host triggers are run by hand, through the same middleware.</summary>
public class NonHttpTests
{
    [Fact]
    public async Task Function_runs_through_the_middleware()
    {
        var seen = new List<string>();
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, next) =>
        {
            Assert.Null(await context.GetHttpRequestDataAsync());
            Assert.Null(context.GetHttpResponseData());
            seen.Add(Assert.Single(context.FunctionDefinition.InputBindings).Value.Type);
            await next();
        }));

        var response = await PostAsync(app, "onmessage", """{ "input": "hello" }""");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await Eventually.TrueAsync(() => app.Logs.Entries.Any(log => log.Message == "HELLO"));
        Assert.Equal(["queueTrigger"], seen);
    }

    [Fact]
    public async Task No_route_leads_to_it()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Equal(404, (int)(await app.Client.GetAsync("/api/OnMessage")).StatusCode);
    }

    [Fact]
    public async Task Value_is_read_as_json_where_the_parameter_is_no_text()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        await PostAsync(app, "OnJob", """{ "input": "{ \"Size\": 3 }" }""");

        await Eventually.TrueAsync(() => app.Logs.Entries.Any(log => log.Message == "size 3"));
    }

    [Fact]
    public async Task Failure_is_in_the_log()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        await PostAsync(app, "OnJob", """{ "input": "no job" }""");

        await Eventually.TrueAsync(() => app.Logs.Entries.Any(log => log.Level == LogLevel.Error && log.Message.Contains("'OnJob' failed", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Nobody", """{ "input": "x" }""", 404)]
    [InlineData("Http", """{ "input": "x" }""", 404)]
    [InlineData("OnMessage", "", 400)]
    [InlineData("OnMessage", "[]", 400)]
    [InlineData("OnMessage", """{ "other": "x" }""", 400)]
    [InlineData("OnMessage", "{ broken", 400)]
    public async Task What_cannot_be_run_is_refused(string function, string body, int status)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Equal(status, (int)(await PostAsync(app, function, body)).StatusCode);
    }

    [Fact]
    public async Task Start_says_how_to_run_it()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Contains(app.Logs.Entries, log => log.Message.Contains($"OnJob: queueTrigger (not run by this host; POST {app.Address}admin/functions/OnJob does)", StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> PostAsync(LocalApp app, string function, string body) =>
        app.Client.PostAsync($"/admin/functions/{function}", new StringContent(body));

    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class QueueTriggerAttribute : TriggerBindingAttribute;

    internal sealed record Job(int Size);

    internal sealed class Functions(ILogger<Functions> logger)
    {
        [Function("OnMessage")]
        public void OnMessage([QueueTrigger] string message) => Log(message.ToUpperInvariant());

        [Function("OnJob")]
        public void OnJob([QueueTrigger] Job job) => Log($"size {job.Size}");

        [Function("Http")]
        public void Http([HttpTrigger] HttpRequestData request) { }

        private void Log(string text) => logger.Log(LogLevel.Information, default, text, exception: null, static (state, _) => state);
    }
}
