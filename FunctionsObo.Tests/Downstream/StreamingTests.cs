using System.Net;
using FunctionsObo.Downstream;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

public sealed class StreamingTests
{
    [Fact]
    public async Task A_hundred_megabytes_pass_without_being_held()
    {
        const long size = 100 * 1024 * 1024;
        var sent = new Zeros(size);
        var api = new ScriptedApi(options => options.MaxResponseBytes = size).ThenBody(new StreamContent(sent));

        using var answer = await api.Api.SendAsync(HttpMethod.Get, "export", CallAs.App, null, CancellationToken.None);
        long mostHeld = sent.Given;
        var read = await CountAsync(answer.Body, received => mostHeld = Math.Max(mostHeld, sent.Given - received));

        Assert.Equal(size, read);
        Assert.InRange(mostHeld, 0, 1024 * 1024);
    }

    [Fact]
    public async Task A_stream_larger_than_allowed_ends_at_the_limit()
    {
        var api = new ScriptedApi(options => options.MaxResponseBytes = 4096).ThenBody(new StreamContent(new Zeros(5000)) { Headers = { ContentLength = null } });
        using var answer = await api.Api.SendAsync(HttpMethod.Get, "export", CallAs.App, null, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<DownstreamException>(() => CountAsync(answer.Body));

        Assert.Equal(FailureCause.Unreadable, failure.Cause);
    }

    [Fact]
    public async Task A_stream_may_last_but_not_pause()
    {
        var body = new Pausing();
        var api = new ScriptedApi(options => options.AttemptTimeout = TimeSpan.FromSeconds(3)).ThenBody(new StreamContent(body));
        using var answer = await api.Api.SendAsync(HttpMethod.Get, "export", CallAs.App, null, CancellationToken.None);

        var reading = CountAsync(answer.Body);
        for (var i = 0; i < 20; i++)
        {
            await body.AskedAsync();
            api.Time.Advance(TimeSpan.FromSeconds(2));
            body.Deliver();
        }

        await body.AskedAsync();
        api.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(FailureCause.TimedOut, (await Assert.ThrowsAsync<DownstreamException>(() => reading)).Cause);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_the_apis_failure()
    {
        var body = new Pausing();
        var api = new ScriptedApi().ThenBody(new StreamContent(body));
        using var answer = await api.Api.SendAsync(HttpMethod.Get, "export", CallAs.App, null, CancellationToken.None);

        var reading = CountAsync(answer.Body);
        await body.AskedAsync();
        body.Break();

        Assert.Equal(FailureCause.Unreachable, (await Assert.ThrowsAsync<DownstreamException>(() => reading)).Cause);
    }

    [Fact]
    public async Task A_stream_goes_up_as_it_is()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.Created, "");
        using var body = new StreamContent(new Zeros(1_000_000));

        using var answer = await api.Api.SendAsync(HttpMethod.Post, "import", CallAs.App, body, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Same(body, Assert.Single(api.Seen).Content);
    }

    [Fact]
    public async Task A_failure_has_no_stream()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.NotFound, "somebody else's secret");

        var failure = await Assert.ThrowsAsync<DownstreamException>(() => api.Api.SendAsync(HttpMethod.Get, "export", CallAs.App, null, CancellationToken.None));

        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task<long> CountAsync(Stream stream, Action<long>? afterEach = null)
    {
        var buffer = new byte[64 * 1024];
        long total = 0;
        while (await stream.ReadAsync(buffer) is var read and > 0)
        {
            total += read;
            afterEach?.Invoke(total);
        }

        return total;
    }

    private sealed class Zeros(long size) : ForwardStream
    {
        /// <summary>How many bytes were read of it so far.</summary>
        public long Given { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var read = (int)Math.Min(buffer.Length, size - Given);
            Given += read;
            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }

    /// <summary>Gives a byte when told to.</summary>
    private sealed class Pausing : ForwardStream
    {
        private readonly SemaphoreSlim _asked = new(0);
        private TaskCompletionSource<int> _next = new();

        public Task AskedAsync() => _asked.WaitAsync();

        public void Deliver()
        {
            var next = _next;
            _next = new TaskCompletionSource<int>();
            next.SetResult(1);
        }

        public void Break() => _next.SetException(new IOException("reset"));

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var next = _next.Task;
            _asked.Release();
            return await next.WaitAsync(cancellationToken);
        }
    }
}
