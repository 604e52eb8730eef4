using System.Collections.Concurrent;
using System.Net;
using Local.Tests.EntraEmulator;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Local.Tests.FunctionsHost;

public class FailureTests
{
    private const string Secret = "a detail for nobody";

    [Theory]
    [InlineData("/api/sync")]
    [InlineData("/api/async")]
    [InlineData("/api/body")]
    [InlineData("/api/header")]
    [InlineData("/api/constructor")]
    public async Task Exception_is_500_without_a_body(string path)
    {
        await using var app = await LocalApp.StartAsync([typeof(Functions), typeof(Unbuildable)]);

        var response = await app.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("X-Before"));
        Assert.Contains(app.Logs.Entries, log => log.Level >= LogLevel.Warning && log.Category == "Host");
    }

    [Fact]
    public async Task Exception_of_a_task_is_inside_an_aggregate_when_middleware_sees_it_and_one_of_a_method_is_not()
    {
        var seen = new ConcurrentQueue<Type>();
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (_, next) =>
        {
            try
            {
                await next();
            }
            catch (Exception thrown)
            {
                seen.Enqueue(thrown.GetType());
                throw;
            }
        }));

        await app.Client.GetAsync("/api/async");
        await app.Client.GetAsync("/api/sync");

        Assert.Equal([typeof(AggregateException), typeof(InvalidOperationException)], seen);
    }

    [Fact]
    public async Task Exception_in_middleware_is_500_too()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware((_, _) => throw new InvalidOperationException(Secret)));

        var response = await app.Client.GetAsync("/api/fine");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(app.Logs.Entries, log => log.Message.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>The worker never answers then; in Azure, too, the time limit ends it.</summary>
    [Fact]
    public async Task Service_that_fails_in_its_disposal_keeps_the_answer_back_until_function_timeout()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder =>
        {
            builder.Services.AddScoped<Spoiler>();
            builder.UseMiddleware((context, next) =>
            {
                context.InstanceServices.GetRequiredService<Spoiler>();
                return next();
            });
        }, new AppFiles("""{ "version": "2.0", "functionTimeout": "00:00:00.3" }"""));

        Assert.Equal(HttpStatusCode.InternalServerError, (await app.Client.GetAsync("/api/fine")).StatusCode);
        Assert.Contains(app.Logs.Entries, log => log.Message.Contains("functionTimeout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Host_goes_on_after_a_failure()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        await app.Client.GetAsync("/api/sync");

        Assert.Equal("fine", await app.Client.GetStringAsync("/api/fine"));
    }

    internal sealed class Spoiler : IDisposable
    {
#pragma warning disable CA1065 // That is the point.
        public void Dispose() => throw new InvalidOperationException(Secret);
#pragma warning restore CA1065
    }

    internal sealed class Unbuildable(Spoiler notRegistered)
    {
        [Function("Constructor")]
        public string Run([HttpTrigger] HttpRequestData request) => notRegistered.GetType().Name;
    }

    internal sealed class Functions
    {
        [Function("Fine")]
        public string Fine([HttpTrigger] HttpRequestData request) => "fine";

        [Function("Sync")]
        public string Sync([HttpTrigger] HttpRequestData request) => throw new InvalidOperationException(Secret);

        [Function("Async")]
        public async Task<HttpResponseData> AsyncFailure([HttpTrigger] HttpRequestData request)
        {
            await Task.Yield();
            throw new InvalidOperationException(Secret);
        }

        [Function("Body")]
        public HttpResponseData Body([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            response.Headers.Add("X-Before", "1");
            response.Body = new Broken();
            return response;
        }

        [Function("Header")]
        public HttpResponseData Header([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            response.Headers.Add("X-Before", "1");
            response.Headers.TryAddWithoutValidation("X-Split", "a\r\nSet-Cookie: b");
            return response;
        }
    }

    private sealed class Broken : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException(Secret);
    }
}
