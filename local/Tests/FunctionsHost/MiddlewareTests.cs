using System.Net;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TestSupport;

namespace Local.Tests.FunctionsHost;

public class MiddlewareTests
{
    [Fact]
    public async Task Steps_run_in_the_order_they_were_added()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder =>
        {
            builder.Use(next => async context =>
            {
                context.Items["trail"] = "a";
                await next(context);
            });
            builder.UseMiddleware<AppendB>();
            builder.UseMiddleware(async (context, next) =>
            {
                context.Items["trail"] += "c";
                await next();
            });
        });

        Assert.Equal("abc", await app.Client.GetStringAsync("/api/trail"));
    }

    [Fact]
    public async Task Result_set_without_calling_next_is_the_response()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, _) =>
        {
            var request = await context.GetHttpRequestDataAsync();
            context.GetInvocationResult().Value = request!.CreateResponse(HttpStatusCode.Unauthorized);
        }));

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Client.GetAsync("/api/trail")).StatusCode);
    }

    [Fact]
    public async Task Neither_result_nor_next_is_204()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware((_, _) => Task.CompletedTask));

        Assert.Equal(HttpStatusCode.NoContent, (await app.Client.GetAsync("/api/trail")).StatusCode);
    }

    [Fact]
    public async Task Result_set_after_next_replaces_the_functions()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            var result = context.GetInvocationResult<string>();
            result.Value += "!";
        }));

        Assert.Equal("none!", await app.Client.GetStringAsync("/api/trail"));
    }

    [Fact]
    public async Task Result_asked_for_before_next_does_not_follow_the_function()
    {
        object? before = "not asked";
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, next) =>
        {
            var result = context.GetInvocationResult();
            await next();
            before = result.Value;
        }));

        await app.Client.GetStringAsync("/api/trail");

        Assert.Null(before);
    }

    [Fact]
    public async Task Result_of_another_type_than_asked_for_is_an_error()
    {
        Exception? thrown = null;
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            thrown = Record.Exception(() => context.GetInvocationResult<HttpResponseData>());
        }));

        await app.Client.GetStringAsync("/api/trail");

        Assert.IsType<InvalidOperationException>(thrown);
    }

    [Theory]
    [InlineData("/api/response")]
    [InlineData("/api/several")]
    public async Task Response_is_seen_after_next(string path)
    {
        HttpResponseData? before = null;
        HttpResponseData? after = null;
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, next) =>
        {
            before = context.GetHttpResponseData();
            await next();
            after = context.GetHttpResponseData();
            after!.Headers.Add("X-Seen", "1");
        }));

        var response = await app.Client.GetAsync(path);

        Assert.Null(before);
        Assert.NotNull(after);
        Assert.Equal(["1"], response.Headers.GetValues("X-Seen"));
    }

    [Theory]
    [InlineData("/api/trail", "b")]
    [InlineData("/api/other", "none")]
    public async Task Conditional_step_runs_where_its_predicate_holds(string path, string expected)
    {
        static bool IsTrail(FunctionContext context) => context.FunctionDefinition.Name == "Trail";
        await using var byType = await LocalApp.StartAsync<Functions>(builder => builder.UseWhen<AppendB>(IsTrail));
        await using var byLambda = await LocalApp.StartAsync<Functions>(builder => builder.UseWhen(IsTrail, (context, next) =>
        {
            context.Items["trail"] = "b";
            return next();
        }));

        Assert.Equal(expected, await byType.Client.GetStringAsync(path));
        Assert.Equal(expected, await byLambda.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task Arguments_bound_early_can_be_changed()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, next) =>
        {
            var inputs = await context.Features.Get<IFunctionInputBindingFeature>()!.BindFunctionInputAsync(context);
            inputs.Values[1] = "changed";
            await next();
        }));

        Assert.Equal("changed", await app.Client.GetStringAsync("/api/echo/sent"));
    }

    [Fact]
    public async Task Trigger_can_be_bound_as_the_request()
    {
        HttpRequestData? bound = null;
        HttpRequestData? request = null;
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, next) =>
        {
            var trigger = context.FunctionDefinition.InputBindings.Values.Single(b => b.Type == "httpTrigger");
            bound = (await context.BindInputAsync<HttpRequestData>(trigger)).Value;
            request = await context.GetHttpRequestDataAsync();
            await next();
        }));

        await app.Client.GetStringAsync("/api/trail");

        Assert.NotNull(bound);
        Assert.Same(bound, request);
    }

    [Fact]
    public async Task One_instance_serves_every_invocation()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.UseMiddleware<CountInvocations>());

        await app.Client.GetStringAsync("/api/trail");
        await app.Client.GetStringAsync("/api/trail");

        Assert.Equal(2, app.Host.Services.GetRequiredService<CountInvocations>().Count);
    }

    internal sealed class AppendB : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            context.Items["trail"] = (context.Items.TryGetValue("trail", out var trail) ? trail : "") + "b";
            await next(context);
        }
    }

    internal sealed class CountInvocations : IFunctionsWorkerMiddleware
    {
        private int _count;

        public int Count => _count;

        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            Interlocked.Increment(ref _count);
            return next(context);
        }
    }

    internal sealed record Outputs(HttpResponseData Http);

    internal sealed class Functions
    {
        [Function("Trail")]
        public string Trail([HttpTrigger] HttpRequestData request, FunctionContext context) => Of(context);

        [Function("Other")]
        public string Other([HttpTrigger] HttpRequestData request, FunctionContext context) => Of(context);

        [Function("Echo")]
        public string Echo([HttpTrigger(Route = "echo/{text}")] HttpRequestData request, string text) => text;

        [Function("Response")]
        public HttpResponseData Response([HttpTrigger] HttpRequestData request) => request.CreateResponse();

        [Function("Several")]
        public Outputs Several([HttpTrigger] HttpRequestData request) => new(request.CreateResponse());

        private static string Of(FunctionContext context) => context.Items.TryGetValue("trail", out var trail) ? $"{trail}" : "none";
    }
}
