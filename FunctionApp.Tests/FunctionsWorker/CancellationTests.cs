using FunctionApp.Tests.FunctionsWorker.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionApp.Tests.FunctionsWorker;

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
        Assert.DoesNotContain(app.Logs.Entries, log => log.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Host_that_stops_cancels_the_invocation()
    {
        var waiting = new Waiting();
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(waiting));
        var request = app.Client.GetAsync("/api/wait");
        await waiting.Started.Task.WaitAsync(Patience);

        await app.Host.StopAsync();

        await waiting.Cancelled.Task.WaitAsync(Patience);
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

        [Function("Token")]
        public string Token([HttpTrigger] HttpRequestData request, FunctionContext context, CancellationToken cancellationToken) =>
            $"{cancellationToken == context.CancellationToken && cancellationToken.CanBeCanceled}";
    }
}
