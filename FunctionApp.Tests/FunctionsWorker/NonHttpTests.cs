using FunctionApp.Tests.FunctionsWorker.Support;
using FunctionsWorker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Hosting;

namespace FunctionApp.Tests.FunctionsWorker;

/// <summary>Functions that nothing in this host triggers are called by hand, through the same middleware.</summary>
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

        var result = await app.Host.InvokeFunctionAsync("onmessage", Values(("message", "hello")), CancellationToken.None);

        Assert.Equal("HELLO", result);
        Assert.Equal(["queueTrigger"], seen);
    }

    [Fact]
    public async Task No_route_leads_to_it()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Equal(404, (int)(await app.Client.GetAsync("/api/OnMessage")).StatusCode);
    }

    [Fact]
    public async Task Value_is_read_as_json_where_it_is_not_the_parameters_type()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Equal(3, await app.Host.InvokeFunctionAsync("OnJob", Values(("job", """{ "size": 3 }""")), CancellationToken.None));
        Assert.Equal(4, await app.Host.InvokeFunctionAsync("OnJob", Values(("job", new Job(4))), CancellationToken.None));
    }

    [Fact]
    public async Task Exception_reaches_the_caller()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        await Assert.ThrowsAsync<FunctionInputConverterException>(
            () => app.Host.InvokeFunctionAsync("OnJob", Values(("job", 5)), CancellationToken.None));
    }

    [Fact]
    public async Task Unknown_name_is_an_error_that_lists_the_known()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => app.Host.InvokeFunctionAsync("Nobody", Values(), CancellationToken.None));

        Assert.Contains("OnJob, OnMessage", exception.Message);
    }

    private static Dictionary<string, object?> Values(params (string Name, object? Value)[] values) => values.ToDictionary(v => v.Name, v => v.Value);

    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class QueueTriggerAttribute : TriggerBindingAttribute;

    internal sealed record Job(int Size);

    internal sealed class Functions
    {
        [Function("OnMessage")]
        public string OnMessage([QueueTrigger] string message) => message.ToUpperInvariant();

        [Function("OnJob")]
        public int OnJob([QueueTrigger] Job job) => job.Size;
    }
}
