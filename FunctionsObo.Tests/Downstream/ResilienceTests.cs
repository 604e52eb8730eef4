using System.Net;
using FunctionApp.Clients.Orders;
using FunctionsObo.Downstream;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

public sealed class ResilienceTests
{
    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task A_read_that_fails_for_the_moment_is_repeated_with_a_fresh_look_at_the_token(HttpStatusCode status)
    {
        var api = new ScriptedApi().Then(status).Then(status);

        var reading = ReadAsync(api);
        for (var tries = 1; tries <= 2; tries++)
        {
            await api.Time.TimerAsync(IsBackoff);
            Assert.Equal(tries, api.Seen.Count);
            api.Time.Advance(AWhile);
        }

        Assert.Equal(3, (await reading).Pieces);
        Assert.Equal((3, 3), (api.Seen.Count, api.TokensAskedFor.Count));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Redirect)]
    public async Task An_answer_that_will_not_change_is_not_asked_for_again(HttpStatusCode status)
    {
        var api = new ScriptedApi().Then(status);

        var failure = await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api));

        Assert.Equal((status, 1), (failure.ResponseStatus, api.Seen.Count));
    }

    [Fact]
    public async Task A_write_is_sent_once()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.ServiceUnavailable);

        var failure = await Assert.ThrowsAsync<DownstreamException>(() => PlaceAsync(api));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 1), (failure.ResponseStatus, api.Seen.Count));
    }

    [Fact]
    public async Task A_body_that_is_gone_once_sent_is_sent_once()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.ServiceUnavailable);
        using var body = new StreamContent(new MemoryStream([1, 2, 3]));

        await Assert.ThrowsAsync<DownstreamException>(() => api.Api.SendAsync(HttpMethod.Put, "orders/1", CallAs.App, body, CancellationToken.None));

        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task Retry_after_is_waited_for()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.TooManyRequests, "", ("Retry-After", "7"));

        var reading = ReadAsync(api);
        await api.Time.TimerAsync(due => due == TimeSpan.FromSeconds(7));
        api.Time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(api.Seen);
        api.Time.Advance(TimeSpan.FromSeconds(0.1));

        await reading;
        Assert.Equal(2, api.Seen.Count);
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_waited_for()
    {
        var api = new ScriptedApi();
        api.Then(HttpStatusCode.ServiceUnavailable, "", ("Retry-After", (api.Time.GetUtcNow() + TimeSpan.FromSeconds(9)).ToString("R")));

        var reading = ReadAsync(api);
        await api.Time.TimerAsync(due => due > TimeSpan.FromSeconds(7.9) && due <= TimeSpan.FromSeconds(9));
        api.Time.Advance(TimeSpan.FromSeconds(9));

        await reading;
        Assert.Equal(2, api.Seen.Count);
    }

    [Fact]
    public async Task Retry_after_beyond_the_budget_is_passed_on_at_once()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.TooManyRequests, "", ("Retry-After", "31"));

        var failure = await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api));

        Assert.Equal((TimeSpan.FromSeconds(31), 1), (failure.RetryAfter, api.Seen.Count));
    }

    [Fact]
    public async Task A_try_that_hangs_ends_at_its_time_and_is_repeated()
    {
        var api = new ScriptedApi(options => options.AttemptTimeout = TimeSpan.FromSeconds(4)).ThenHang();

        var reading = ReadAsync(api);
        await api.Time.TimerAsync(due => due == TimeSpan.FromSeconds(4));
        api.Time.Advance(TimeSpan.FromSeconds(4));
        await api.Time.TimerAsync(IsBackoff);
        api.Time.Advance(AWhile);

        Assert.Equal(3, (await reading).Pieces);
    }

    [Fact]
    public async Task A_write_that_hangs_has_the_total_time()
    {
        var api = new ScriptedApi().ThenHang();

        var placing = PlaceAsync(api);
        await api.Time.TimerAsync(due => due == TimeSpan.FromSeconds(30));
        api.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(placing.IsCompleted);
        api.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(FailureCause.TimedOut, (await Assert.ThrowsAsync<DownstreamException>(() => placing)).Cause);
    }

    [Fact]
    public async Task All_tries_together_end_at_the_total_time()
    {
        var api = new ScriptedApi(options => (options.Timeout, options.AttemptTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(4)))
            .ThenHang().ThenHang();

        var reading = ReadAsync(api);
        await api.Time.TimerAsync(due => due == TimeSpan.FromSeconds(4));
        api.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(FailureCause.TimedOut, (await Assert.ThrowsAsync<DownstreamException>(() => reading)).Cause);
    }

    [Fact]
    public async Task A_token_that_does_not_come_in_time_is_not_the_apis_failure()
    {
        var api = new ScriptedApi(options => options.Retry.MaxRetryAttempts = 0)
        {
            BeforeToken = cancellationToken => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken),
        };

        var reading = ReadAsync(api);
        await api.Time.TimerAsync(due => due == TimeSpan.FromSeconds(30));
        api.Time.Advance(TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<OboException>(() => reading);
        Assert.Equal(OboFailure.Unavailable, failure.Failure);
        Assert.Empty(api.Seen);
    }

    [Fact]
    public async Task A_missing_token_makes_no_call_and_is_not_asked_for_again()
    {
        var asked = 0;
        var api = new ScriptedApi
        {
            BeforeToken = _ =>
            {
                asked++;
                throw UserActionRequiredException.ForConsent(["api://orders/Orders.Read"]);
            },
        };

        await Assert.ThrowsAsync<UserActionRequiredException>(() => ReadAsync(api));

        Assert.Equal((1, 0), (asked, api.Seen.Count));
    }

    [Fact]
    public async Task A_caller_that_leaves_ends_a_try_at_once()
    {
        var api = new ScriptedApi().ThenHang();
        using var caller = new CancellationTokenSource();

        var reading = ReadAsync(api, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_caller_that_leaves_ends_the_wait_for_the_next_try_at_once()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.ServiceUnavailable, "", ("Retry-After", "20"));
        using var caller = new CancellationTokenSource();

        var reading = ReadAsync(api, caller.Token);
        await api.Time.TimerAsync(due => due == TimeSpan.FromSeconds(20));
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_call_too_many_is_refused_at_once_and_the_next_one_is_not()
    {
        var api = new ScriptedApi(options => options.MaxConcurrency = 2);
        var release = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        api.Then((_, _) => release.Task).Then((_, _) => release.Task);
        var two = new[] { DeleteAsync(api), DeleteAsync(api) };

        var refused = await Assert.ThrowsAsync<DownstreamException>(() => ReadAsync(api));
        release.SetResult(new HttpResponseMessage(HttpStatusCode.NoContent));
        await Task.WhenAll(two);

        Assert.Equal((FailureCause.Busy, TimeSpan.FromSeconds(1)), (refused.Cause, refused.RetryAfter));
        Assert.Equal(3, (await ReadAsync(api)).Pieces);
    }

    /// <summary>By tenant and object id: whatever token it is, and nobody else's.</summary>
    [Fact]
    public async Task A_user_whose_calls_hang_leaves_places_for_everybody_else()
    {
        var api = new ScriptedApi(options => options.MaxConcurrency = 4).ThenHang().ThenHang();
        using var gone = new CancellationTokenSource();
        var hanging = new[] { ReadAsAsync(api, ScriptedApi.Alice, gone.Token), ReadAsAsync(api, ScriptedApi.User("tenant", "alice"), gone.Token) };

        Assert.Equal(FailureCause.Busy, (await Assert.ThrowsAsync<DownstreamException>(() => ReadAsAsync(api, ScriptedApi.Alice))).Cause);
        foreach (var other in (CallAs[])[ScriptedApi.User("tenant", "bob"), ScriptedApi.User("other", "alice"), CallAs.App])
            Assert.Equal(3, (await ReadAsAsync(api, other)).Pieces);

        await gone.CancelAsync();
        foreach (var one in hanging) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.Equal(3, (await ReadAsAsync(api, ScriptedApi.Alice)).Pieces);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_user_has_a_place_wherever_there_is_one_and_one_is_left_for_others_where_there_are_two(int places, bool othersToo)
    {
        var api = new ScriptedApi(options => options.MaxConcurrency = places).ThenHang();
        using var gone = new CancellationTokenSource();
        var hanging = ReadAsAsync(api, ScriptedApi.Alice, gone.Token);

        var again = await Record.ExceptionAsync(() => ReadAsAsync(api, ScriptedApi.Alice)) as DownstreamException;
        var bob = await Record.ExceptionAsync(() => ReadAsAsync(api, ScriptedApi.User("tenant", "bob"))) as DownstreamException;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);

        Assert.Equal((FailureCause.Busy, othersToo ? FailureCause.Busy : null), (again?.Cause, bob?.Cause));
    }

    private static bool IsBackoff(TimeSpan due) => due <= AWhile;

    private static Task<OrderTotals> ReadAsync(ScriptedApi api, CancellationToken cancellationToken = default) =>
        ReadAsAsync(api, CallAs.App, cancellationToken);

    private static Task<OrderTotals> ReadAsAsync(ScriptedApi api, CallAs identity, CancellationToken cancellationToken = default) =>
        api.Api.GetAsync("orders/summary", identity, OrdersJson.Default.OrderTotals, cancellationToken);

    private static Task DeleteAsync(ScriptedApi api) => api.Api.DeleteAsync("orders/1", CallAs.App, CancellationToken.None);

    private static Task<OrderTotals> PlaceAsync(ScriptedApi api) => api.Api.PostAsync(
        "orders", new NewOrder("Lamp", 1, null), CallAs.App, OrdersJson.Default.NewOrder, OrdersJson.Default.OrderTotals, CancellationToken.None);
}
