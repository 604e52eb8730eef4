using System.Net;
using FunctionApp.Clients.Orders;
using FunctionsObo.Downstream;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

/// <summary>Which attempts are an API's failures, and who is refused for them. The rules of the circuit itself are in CircuitTests.</summary>
public sealed class ApiCircuitTests
{
    private const int Enough = 4;

    private static readonly TimeSpan Break = TimeSpan.FromSeconds(5);

    /// <summary>As many users as it takes to open the circuit, and some more.</summary>
    private static readonly CallAs[] Users = [.. Enumerable.Range(0, 2 * Enough).Select(i => (CallAs)ScriptedApi.User("tenant", $"user-{i}"))];

    private readonly FakeLogCollector _log = new();

    [Fact]
    public async Task An_api_that_keeps_failing_is_left_alone_for_a_while_and_then_tried_once()
    {
        var api = Api();
        await FailForAsync(api, Users[..Enough]);

        var refused = await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api, Users[Enough]));
        Assert.Equal((FailureCause.CircuitOpen, Break), (refused.Cause, refused.RetryAfter));
        Assert.Equal((Enough, Enough), (api.Seen.Count, api.TokensAskedFor.Count));

        api.Time.Advance(Break);
        foreach (var user in Users) Assert.Equal(3, (await ReadAsync(api, user)).Pieces);
        Assert.Equal(
            [(LogLevel.Warning, "Orders keeps failing: circuit open for 5 s"), (LogLevel.Information, "Orders answers again: circuit closed")],
            _log.GetSnapshot().Where(line => line.Message.Contains("circuit", StringComparison.Ordinal) && !line.Message.Contains("call", StringComparison.Ordinal)).Select(line => (line.Level, line.Message)));
    }

    [Fact]
    public async Task One_users_failures_are_that_users_trouble()
    {
        var api = Api();
        await FailForAsync(api, [.. Enumerable.Repeat(Users[0], Enough)]);

        foreach (var other in (CallAs[])[.. Users[1..], CallAs.App, ScriptedApi.User("other", "user-0")]) Assert.Equal(3, (await ReadAsync(api, other)).Pieces);
        var refused = await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api, Users[0]));

        Assert.Equal((FailureCause.CircuitOpen, Break), (refused.Cause, refused.RetryAfter));
        api.Time.Advance(Break);
        Assert.Equal(3, (await ReadAsync(api, Users[0])).Pieces);
    }

    [Fact]
    public async Task The_app_is_one_caller_in_whatever_tenant_it_acts()
    {
        var api = Api();
        await FailForAsync(api, CallAs.App, CallAs.AppIn("a"), CallAs.AppIn("b"), CallAs.AppIn("c"));

        Assert.Equal(3, (await ReadAsync(api, Users[0])).Pieces);
        Assert.Equal(FailureCause.CircuitOpen, (await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api, CallAs.AppIn("d")))).Cause);
    }

    [Fact]
    public async Task A_write_counts_for_the_circuit_and_is_stopped_by_it()
    {
        var api = Api();
        foreach (var user in Users[..Enough])
        {
            api.Then(HttpStatusCode.BadGateway);
            await Assert.ThrowsAsync<DownstreamException>(() => PlaceAsync(api, user));
        }

        Assert.Equal(FailureCause.CircuitOpen, (await Assert.ThrowsAsync<DownstreamException>(() => PlaceAsync(api, Users[^1]))).Cause);
        Assert.Equal(Enough, api.Seen.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.NotImplemented)]
    [InlineData(HttpStatusCode.HttpVersionNotSupported)]
    [InlineData(HttpStatusCode.InsufficientStorage)]
    public async Task What_is_about_the_call_opens_nothing_for_nobody(HttpStatusCode status)
    {
        var api = Api();

        await FailForAsync(api, [.. Users, .. Users, .. Enumerable.Repeat(Users[0], Enough)], status);

        Assert.Equal(3, (await ReadAsync(api, Users[0])).Pieces);
    }

    [Fact]
    public async Task An_api_that_asks_one_caller_to_wait_is_not_down()
    {
        var api = Api();
        foreach (var user in Users)
        {
            api.Then(HttpStatusCode.ServiceUnavailable, "", ("Retry-After", "60"));
            await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api, user));
        }

        Assert.Equal(3, (await ReadAsync(api, Users[0])).Pieces);
    }

    [Theory]
    [InlineData(5, 10)]
    [InlineData(5, 5)]
    public async Task A_call_that_hangs_counts_whichever_time_ends_it(int total, int attempt)
    {
        var api = Api(options => (options.Timeout, options.AttemptTimeout, options.Retry.MaxRetryAttempts) = (TimeSpan.FromSeconds(total), TimeSpan.FromSeconds(attempt), 1));
        foreach (var user in Users[..Enough])
        {
            api.ThenHang();
            var hanging = ReadAsync(api, user);
            await api.Time.TimerAsync(due => due == TimeSpan.FromSeconds(5));
            api.Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(FailureCause.TimedOut, (await Assert.ThrowsAsync<DownstreamException>(() => hanging)).Cause);
        }

        Assert.Equal(FailureCause.CircuitOpen, (await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api, Users[^1]))).Cause);
    }

    [Fact]
    public async Task The_last_try_counts_too_when_the_calls_time_ends_it()
    {
        var api = Api(options =>
        {
            (options.Timeout, options.AttemptTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(4));
            (options.Retry.MaxRetryAttempts, options.Retry.Delay, options.CircuitBreaker.Failures) = (1, TimeSpan.Zero, 2);
        }).ThenHang().ThenHang();

        var hanging = ReadAsync(api, Users[0]);
        api.Time.Advance(TimeSpan.FromSeconds(4));
        await Eventually.TrueAsync(() => api.Seen.Count == 2);
        api.Time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<DownstreamException>(() => hanging);

        Assert.Equal(FailureCause.CircuitOpen, (await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api, Users[0]))).Cause);
    }

    [Fact]
    public async Task Callers_who_left_and_tokens_that_did_not_come_open_nothing()
    {
        var api = Api();
        foreach (var user in Users)
        {
            using var gone = new CancellationTokenSource();
            api.ThenHang();
            var leaving = ReadAsync(api, user, gone.Token);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);

            api.BeforeToken = _ => throw new OboException(OboFailure.Unavailable);
            await Assert.ThrowsAsync<OboException>(() => ReadAsync(api, user));
            api.BeforeToken = null;
        }

        Assert.Equal(3, (await ReadAsync(api, Users[0])).Pieces);
    }

    [Theory]
    [InlineData(Ending.NoToken)]
    [InlineData(Ending.CallerLeft)]
    [InlineData(Ending.Throttled)]
    public async Task A_try_that_ends_without_the_apis_answer_leaves_the_next_one_to_find_out(Ending ending)
    {
        var api = Api();
        await FailForAsync(api, Users[..Enough]);
        api.Time.Advance(Break);

        Assert.NotNull(await Record.ExceptionAsync(() => EndAsync(api, ending, Users[0])));

        var release = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        api.Then((_, _) => release.Task);
        var trying = ReadAsync(api, Users[1]);
        Assert.Equal(FailureCause.CircuitOpen, (await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api, Users[2]))).Cause);
        release.SetResult(new HttpResponseMessage(HttpStatusCode.NotFound));

        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<DownstreamException>(() => trying)).ResponseStatus);
        Assert.Equal(3, (await ReadAsync(api, Users[2])).Pieces);
    }

    public enum Ending
    {
        NoToken,
        CallerLeft,
        Throttled,
    }

    private ScriptedApi Api(Action<DownstreamApiOptions>? configure = null) => new(
        options =>
        {
            options.Retry.MaxRetryAttempts = 0;
            options.CircuitBreaker.Failures = Enough;
            options.CircuitBreaker.BreakDuration = Break;
            configure?.Invoke(options);
        },
        logger: new FakeLogger(_log));

    private static async Task EndAsync(ScriptedApi api, Ending ending, CallAs user)
    {
        using var gone = new CancellationTokenSource();
        if (ending == Ending.Throttled) api.Then(HttpStatusCode.TooManyRequests);
        if (ending == Ending.CallerLeft) api.ThenHang();
        if (ending == Ending.NoToken) api.BeforeToken = _ => throw UserActionRequiredException.ForConsent(["api://orders/Orders.Read"]);

        var reading = ReadAsync(api, user, gone.Token);
        api.BeforeToken = null;
        if (ending == Ending.CallerLeft) await gone.CancelAsync();
        await reading;
    }

    private static async Task FailForAsync(ScriptedApi api, params CallAs[] users) => await FailForAsync(api, users, HttpStatusCode.BadGateway);

    private static async Task FailForAsync(ScriptedApi api, CallAs[] users, HttpStatusCode status)
    {
        foreach (var user in users)
        {
            api.Then(status);
            Assert.Equal(status, (await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api, user))).ResponseStatus);
        }
    }

    private static Task<OrderTotals> ReadAsync(ScriptedApi api, CallAs identity, CancellationToken cancellationToken = default) =>
        api.Api.GetAsync("orders/summary", identity, OrdersJson.Default.OrderTotals, cancellationToken);

    private static Task<OrderTotals> PlaceAsync(ScriptedApi api, CallAs identity) => api.Api.PostAsync(
        "orders", new NewOrder("Lamp", 1, null), identity, OrdersJson.Default.NewOrder, OrdersJson.Default.OrderTotals, CancellationToken.None);
}
