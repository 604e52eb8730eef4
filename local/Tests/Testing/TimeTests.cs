using System.Net;
using FunctionsObo.Testing;
using FunctionsObo.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Local.Tests.Testing;

public sealed class TimeTests
{
    [Fact]
    public async Task A_wait_on_time_that_nobody_moves_fails_after_the_limit_and_names_who_waits_until_when()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(new() { ResponseLimit = TimeSpan.FromMilliseconds(300) });
        app.Api("Graph").Get("me").After(TimeSpan.FromMinutes(3)).Answers(new { id = "1" });

        var error = await Assert.ThrowsAsync<TimeoutException>(() => app.ClientFor("alice", "access_as_user").GetAsync("me"));

        Assert.StartsWith("GET /api/me of alice took longer than 0.3 s of real time.", error.Message, StringComparison.Ordinal);
        Assert.Contains($"stands at {app.Time.GetUtcNow():HH:mm:ss.fff}", error.Message, StringComparison.Ordinal);
        Assert.Contains("app.Time.Advance(…)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_of_an_answer_is_not_that_of_the_stop()
    {
        var app = await ProtectedFunctions.StartAsync<Program>(new() { ResponseLimit = TimeSpan.FromTicks(1) });

        Assert.Null(await Record.ExceptionAsync(() => app.DisposeAsync().AsTask()));
    }

    [Fact]
    public void The_limit_is_ten_seconds_of_real_time_unless_given() =>
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)), (new TestAppOptions().ResponseLimit, new TestAppOptions().StartLimit));

    [Fact]
    public async Task A_delay_of_an_api_ends_when_the_test_moves_the_clock()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").After(TimeSpan.FromSeconds(3)).Answers(new { id = "1" });

        var waiting = app.ClientFor("alice", "access_as_user").GetAsync("me");
        await app.Time.TimerAsync(due => due == TimeSpan.FromSeconds(3));
        Assert.Contains(app.Time.Waiting, timer => timer.In == TimeSpan.FromSeconds(3));
        Assert.False(waiting.IsCompleted);
        app.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Fact]
    public async Task The_message_lists_who_waits_by_the_method_that_set_the_timer_who_is_due_first_comes_first()
    {
        var time = new ManualTime();
        var (later, sooner) = (WaitAsync(time, TimeSpan.FromHours(2)), WaitAsync(time, TimeSpan.FromHours(1)));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => new RealTimeLimit(TimeSpan.FromMilliseconds(1), time).WatchAsync(Task.WhenAll(later, sooner), () => "Both"));

        var method = $"{typeof(TimeTests).FullName}.{nameof(WaitAsync)}";
        Assert.Equal([$"in 01:00:00, at {time.GetUtcNow().AddHours(1):HH:mm:ss.fff}: {method}", $"in 02:00:00, at {time.GetUtcNow().AddHours(2):HH:mm:ss.fff}: {method}"],
            error.Message.Split('\n').Skip(1).Take(2).Select(line => line.Trim()));
    }

    [Fact]
    public async Task A_start_that_takes_too_long_fails()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(() => ProtectedFunctions.StartAsync<Program>(new()
        {
            StartLimit = TimeSpan.FromMilliseconds(300),
            ConfigureServices = services => services.AddHostedService<Waiting>(),
        }));

        Assert.StartsWith("Starting the app took longer than 0.3 s of real time.", error.Message, StringComparison.Ordinal);
    }

    private static async Task WaitAsync(TimeProvider time, TimeSpan delay) => await Task.Delay(delay, time);

    private sealed class Waiting(TimeProvider time) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromHours(1), time, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
