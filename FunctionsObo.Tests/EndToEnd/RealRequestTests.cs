using System.Diagnostics;
using System.Net;
using System.Reflection;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Tests.Conventions.Broken.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;

namespace FunctionsObo.Tests.EndToEnd;

/// <summary>What the real worker makes of odd requests and failures.</summary>
public sealed class RealRequestTests
{
    [Theory]
    [InlineData("health?cancellationToken=x", null)]
    [InlineData("health?context=x&request=y", null)]
    [InlineData(".well-known/oauth-protected-resource?cancellationToken=x", null)]
    [InlineData("me?cancellationToken=x&context=y&request=z", "alice")]
    [InlineData("orders/1001?id=1003", "alice")]
    public async Task Nobody_sets_a_parameter_by_its_name(string path, string? user)
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.SendAsync(HttpMethod.Get, path, user is null ? null : stack.Emulator.IssueAccessToken(user));

        Assert.Equal(HttpStatusCode.OK, reply.Status);
    }

    [Theory]
    [InlineData("localhost:99999")]
    [InlineData("a..b")]
    [InlineData("")]
    public async Task A_host_header_that_makes_no_address_is_a_malformed_request_and_no_error_of_ours(string host)
    {
        await using var stack = await Stack.StartAsync(Logged.Everything);
        var token = stack.Emulator.IssueAccessToken("alice");

        var (status, text) = await RawHttp.SendRequestAsync(stack, $"GET /api/me HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n");

        Assert.True(status == 400, text);
        Assert.DoesNotContain(stack.Get<FakeLogCollector>().GetSnapshot(), record => record.Level >= LogLevel.Error);
    }

    /// <summary>No label of a host's name is decoded on the way to a function, so one that cannot be decoded does no harm.</summary>
    [Theory]
    [InlineData("health", false)]
    [InlineData("me", false)]
    [InlineData("me", true)]
    public async Task A_host_header_that_is_no_international_name_is_served(string path, bool traced)
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => traced, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener); // also hears the tests beside this one
        await using var stack = await Stack.StartAsync(Logged.Everything);
        var token = stack.Emulator.IssueAccessToken("alice");

        var (status, text) = await RawHttp.SendRequestAsync(stack, $"GET /api/{path} HTTP/1.1\r\nHost: xn--zz--\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n");

        Assert.True(status == 200, text);
        Assert.DoesNotContain(stack.Get<FakeLogCollector>().GetSnapshot(), record => record.Level >= LogLevel.Error);
    }

    /// <summary>A function of the app's own that has the name decoded fails like any other, with a body.</summary>
    [Fact]
    public async Task A_host_header_that_cannot_be_decoded_ends_in_a_problem_of_ours_where_a_function_decodes_it()
    {
        await using var stack = await Stack.StartAsync(InPlaceOfFunctions.Run(async context => Assert.Empty((await context.GetHttpRequestDataAsync())!.Url.IdnHost)));
        var token = stack.Emulator.IssueAccessToken("alice");

        var (status, text) = await RawHttp.SendRequestAsync(stack, $"GET /api/me HTTP/1.1\r\nHost: xn--zz--\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n");

        Assert.InRange(status, 400, 500);
        Assert.Contains("application/problem+json", text, StringComparison.Ordinal);
        Assert.Contains("\"traceId\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("health")]
    [InlineData(".well-known/oauth-protected-resource")]
    public async Task What_is_for_everybody_answers_HEAD_without_a_body(string path)
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.SendAsync(HttpMethod.Head, path, token: null);

        Assert.Equal((HttpStatusCode.OK, ""), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task A_script_of_another_origin_can_read_the_challenge_and_when_to_try_again()
    {
        await using var stack = await Stack.StartAsync();

        using var response = await stack.Http.GetAsync("me");

        Assert.Equal("WWW-Authenticate, Retry-After", Assert.Single(response.Headers.GetValues("Access-Control-Expose-Headers")));
    }

    public static TheoryData<Exception, HttpStatusCode, string> Wrapped => new()
    {
        { new TargetInvocationException(Unavailable()), HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable" },
        { new AggregateException(new AggregateException(Unavailable())), HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable" },
        { new TargetInvocationException(new AggregateException(new TargetInvocationException(Unavailable()))), HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable" },
        { new AggregateException(Unavailable(), new InvalidOperationException()), HttpStatusCode.InternalServerError, "unexpected" },
        { new UriFormatException(), HttpStatusCode.InternalServerError, "unexpected" },
    };

    [Theory]
    [MemberData(nameof(Wrapped))]
    public async Task What_was_thrown_counts_however_it_is_wrapped(Exception thrown, HttpStatusCode status, string code)
    {
        await using var stack = await Stack.StartAsync(InPlaceOfFunctions.Run(_ => throw thrown));

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Wrapped_cancellations_of_a_host_that_stops_are_cancellations()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stack = await Stack.StartAsync(InPlaceOfFunctions.Run(async context =>
        {
            var cancelled = new TaskCompletionSource();
            await using var registration = context.CancellationToken.Register(cancelled.SetResult);
            begun.SetResult();
            await cancelled.Task;
            throw new AggregateException(new OperationCanceledException(), new TargetInvocationException(new TaskCanceledException()));
        }));
        var waiting = stack.GetAsync("me", "alice");
        await begun.Task;

        await stack.Local.FunctionApp!.StopAsync();

        var reply = await waiting;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "cancelled"), (reply.Status, reply.Code));
    }

    private static OboException Unavailable() => new(OboFailure.Unavailable);
}
