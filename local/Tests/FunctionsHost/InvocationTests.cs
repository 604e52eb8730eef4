using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Local.Tests.EntraEmulator;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestSupport;

namespace Local.Tests.FunctionsHost;

public class InvocationTests
{
    [Fact]
    public async Task Invocation_knows_its_function()
    {
        var context = await ContextAsync("/api/items/7");
        var definition = context.FunctionDefinition;

        Assert.Equal("Item", definition.Name);
        Assert.Equal($"{typeof(Functions).FullName}.ItemAsync", definition.EntryPoint);
        Assert.Equal(typeof(Functions).Assembly.Location, definition.PathToAssembly);
        Assert.Equal(definition.Id, context.FunctionId);
        Assert.Equal(["request", "id", "context"], definition.Parameters.Select(p => p.Name));
        Assert.Equal([typeof(HttpRequestData), typeof(int), typeof(FunctionContext)], definition.Parameters.Select(p => p.Type));
        Assert.Equal(("request", "httpTrigger", BindingDirection.In), Describe(Assert.Single(definition.InputBindings).Value));
        Assert.Equal(("$return", "http", BindingDirection.Out), Describe(Assert.Single(definition.OutputBindings).Value));
        Assert.Null(context.RetryContext);

        static (string, string, BindingDirection) Describe(BindingMetadata binding) => (binding.Name, binding.Type, binding.Direction);
    }

    [Fact]
    public async Task Every_invocation_has_an_id_of_its_own()
    {
        var seen = new ConcurrentBag<FunctionContext>();
        await using var app = await StartAsync(seen);

        await app.Client.GetAsync("/api/items/1");
        await app.Client.GetAsync("/api/items/1");

        Assert.Equal(2, seen.Select(c => c.InvocationId).Distinct().Count());
        Assert.Single(seen.Select(c => c.FunctionId).Distinct());
        Assert.All(seen, context => Assert.True(Guid.TryParse(context.InvocationId, out _)));
        Assert.All(seen, context => Assert.Equal(context.InvocationId, context.Features.Get<FunctionInvocation>()!.Id));
    }

    [Fact]
    public async Task Binding_data_are_route_query_and_headers()
    {
        var data = (await ContextAsync("/api/items/7?q=x&code=key&id=9")).BindingContext.BindingData;

        Assert.Equal("7", data["ID"]);
        Assert.Equal("x", data["q"]);
        Assert.False(data.ContainsKey("code"));
        Assert.Equal("x", JsonDocument.Parse((string)data["Query"]!).RootElement.GetProperty("q").GetString());
        Assert.True(JsonDocument.Parse((string)data["Headers"]!).RootElement.TryGetProperty("Host", out _));
    }

    [Fact]
    public async Task Trace_parent_is_the_hosts_own_span_in_the_callers_trace()
    {
        var trace = (await ContextAsync("/api/items/7", ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("tracestate", "a=1"))).TraceContext;

        Assert.Matches("^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$", trace.TraceParent);
        Assert.Equal("a=1", trace.TraceState);
        Assert.Empty(trace.Attributes);
        Assert.Empty(trace.Baggage);
    }

    [Fact]
    public async Task Trace_parent_that_is_none_is_not_passed_on_and_the_trace_that_begins_here_is_a_sample()
    {
        var trace = (await ContextAsync("/api/items/7", ("traceparent", "nonsense"))).TraceContext;

        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$", trace.TraceParent);
    }

    [Fact]
    public async Task Features_and_items_are_the_invocations_own()
    {
        var seen = new ConcurrentBag<FunctionContext>();
        await using var app = await StartAsync(seen);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => app.Client.GetAsync($"/api/items/{i}")));

        Assert.Equal(100, seen.Count);
        Assert.All(seen, context =>
        {
            var id = (string)context.BindingContext.BindingData["id"]!;
            Assert.Equal(id, context.Features.Get<Mark>()!.Id);
            Assert.Equal(id, context.Items["mark"]);
            Assert.Contains(context.Features, feature => feature.Key == typeof(Mark));
            Assert.Null(context.Features.Get<Version>());
        });
    }

    [Fact]
    public async Task Services_are_scoped_to_the_invocation_and_disposed_after_it()
    {
        var seen = new ConcurrentBag<Scoped>();
        await using var app = await LocalApp.StartAsync<Functions>(builder =>
        {
            builder.Services.AddSingleton(seen);
            builder.Services.AddScoped<Scoped>();
        });

        Assert.Equal("same", await app.Client.GetStringAsync("/api/scoped"));
        Assert.Equal("same", await app.Client.GetStringAsync("/api/scoped"));

        Assert.Equal(2, seen.Distinct().Count());
        Assert.All(seen, scoped => Assert.True(scoped.Disposed.IsCompleted));
    }

    [Fact]
    public async Task Activator_of_the_app_makes_the_instances()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.Services.AddSingleton<IFunctionActivator>(new FixedActivator()));

        Assert.Equal(HttpStatusCode.NoContent, (await app.Client.GetAsync("/api/items/1")).StatusCode);
        Assert.True(((FixedActivator)app.Host.Services.GetRequiredService<IFunctionActivator>()).Asked);
    }

    [Fact]
    public async Task Loggers_carry_their_category()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        await app.Client.GetAsync("/api/log");

        Assert.Contains(app.Logs.Entries, log => (log.Category, log.Message) == ("Named", "by name"));
        Assert.Contains(app.Logs.Entries, log => (log.Category, log.Message) == (typeof(Version).FullName, "by type"));
    }

    private static async Task<FunctionContext> ContextAsync(string path, params (string Name, string Value)[] headers)
    {
        var seen = new ConcurrentBag<FunctionContext>();
        await using var app = await StartAsync(seen);
        foreach (var (name, value) in headers) app.Client.DefaultRequestHeaders.Add(name, value);
        await app.Client.GetAsync(path);
        return seen.Single();
    }

    // The function itself reads what is only there while it runs.
    private static Task<LocalApp> StartAsync(ConcurrentBag<FunctionContext> seen) => LocalApp.StartAsync<Functions>(builder =>
        builder.UseMiddleware(async (context, next) =>
        {
            _ = (context.InvocationId, context.TraceContext, context.BindingContext.BindingData);
            var id = (string)context.BindingContext.BindingData["id"]!;
            context.Features.Set(new Mark(id));
            context.Items["mark"] = id;
            seen.Add(context);
            await next();
        }));

    internal sealed record Mark(string Id);

    internal sealed class Scoped : IDisposable
    {
        private readonly TaskCompletionSource _disposed = new();

        public Task Disposed => _disposed.Task;

        public void Dispose() => _disposed.SetResult();
    }

    internal sealed class FixedActivator : IFunctionActivator
    {
        public bool Asked { get; private set; }

        public object? CreateInstance(Type instanceType, FunctionContext context)
        {
            Asked = true;
            return new Functions(context.InstanceServices);
        }
    }

    internal sealed class Functions(IServiceProvider services)
    {
        [Function("Item")]
        public async Task ItemAsync([HttpTrigger(Route = "items/{id}")] HttpRequestData request, int id, FunctionContext context) => await Task.Yield();

        [Function("Scoped")]
        public string IsScoped([HttpTrigger] HttpRequestData request, FunctionContext context)
        {
            var scoped = services.GetRequiredService<Scoped>();
            services.GetRequiredService<ConcurrentBag<Scoped>>().Add(scoped);
            return ReferenceEquals(scoped, context.InstanceServices.GetRequiredService<Scoped>()) && !scoped.Disposed.IsCompleted ? "same" : "other";
        }

        [Function("Log")]
        public void Log([HttpTrigger] HttpRequestData request, FunctionContext context)
        {
            Write(context.GetLogger("Named"), "by name");
            Write(context.GetLogger<Version>(), "by type");

            static void Write(ILogger logger, string text) => logger.Log(LogLevel.Information, default, text, exception: null, static (state, _) => state);
        }
    }
}
