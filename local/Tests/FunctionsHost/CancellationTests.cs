using FunctionsHost;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Local.Tests.FunctionsHost;

public class CancellationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Client_that_leaves_cancels_the_invocation()
    {
        var waiting = new Waiting();
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(waiting));
        using var leave = new CancellationTokenSource();
        var request = app.Client.GetAsync("/api/wait", leave.Token);
        await waiting.Started.Task.WaitAsync(Patience);

        await leave.CancelAsync();

        await waiting.Cancelled.Task.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Equal("True", await app.Client.GetStringAsync("/api/token"));
    }

    [Fact]
    public async Task Host_does_not_wait_longer_than_it_is_told_for_a_function_that_does_not_listen()
    {
        var waiting = new Waiting();
        await using var app = await LocalApp.StartAsync<Functions>(
            builder => builder.Services.AddSingleton(waiting), options: new FunctionsHostOptions { Port = 0, StopTimeout = TimeSpan.FromMilliseconds(50) });
        var request = app.Client.GetAsync("/api/deaf");
        await waiting.Started.Task.WaitAsync(Patience);

        await app.Host.StopAsync();

        Assert.Contains(app.Logs.Entries, log => log.Message == "1 invocations did not end when they were cancelled; the host stops without them.");
        waiting.Released.SetResult();
        Assert.Equal(500, (int)(await request).StatusCode);
    }

    [Fact]
    public async Task Function_that_runs_longer_than_function_timeout_is_cancelled_and_500()
    {
        var waiting = new Waiting();
        await using var app = await LocalApp.StartAsync<Functions>(
            builder => builder.Services.AddSingleton(waiting), new AppFiles("""{ "version": "2.0", "functionTimeout": "00:00:00.3" }"""));

        Assert.Equal(500, (int)(await app.Client.GetAsync("/api/wait")).StatusCode);

        await waiting.Cancelled.Task.WaitAsync(Patience);
        Assert.Single(app.Logs.Entries, log => log.Message == "Function 'Wait' failed: it ran longer than functionTimeout (00:00:00.3000000) allows");
    }

    [Fact]
    public async Task Request_after_the_stop_is_503()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(new Waiting()));

        await app.Host.StopAsync();

        Assert.Equal(503, (int)(await app.Client.GetAsync("/api/token")).StatusCode);
    }

    [Fact]
    public async Task Host_that_stops_cancels_the_invocation()
    {
        var waiting = new Waiting();
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(waiting));
        var request = app.Client.GetAsync("/api/wait");
        await waiting.Started.Task.WaitAsync(Patience);

        await app.Host.StopAsync();

        Assert.True(waiting.Cancelled.Task.IsCompleted);
        Assert.Equal(500, (int)(await request).StatusCode);
    }

    [Fact]
    public async Task Token_is_the_same_wherever_it_is_taken_from()
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(new Waiting()));

        Assert.Equal("True", await app.Client.GetStringAsync("/api/token"));
    }

    internal sealed class Waiting
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed class Functions(Waiting waiting)
    {
        [Function("Wait")]
        public async Task WaitAsync([HttpTrigger] HttpRequestData request, CancellationToken cancellationToken)
        {
            await using var registration = cancellationToken.Register(waiting.Cancelled.SetResult);
            waiting.Started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        [Function("Deaf")]
        public async Task DeafAsync([HttpTrigger] HttpRequestData request)
        {
            waiting.Started.SetResult();
            await waiting.Released.Task;
        }

        [Function("Token")]
        public string Token([HttpTrigger] HttpRequestData request, FunctionContext context, CancellationToken cancellationToken) =>
            $"{cancellationToken == context.CancellationToken && cancellationToken.CanBeCanceled}";
    }
}
