namespace FunctionsObo.Downstream.Calls;

/// <summary>A body that is read after the call has returned: it may last, but not pause, and its breaking off is the API's failure.</summary>
internal sealed class PacedStream(Stream body, AnswerLimits limits) : ForwardStream
{
    public override int Read(Span<byte> buffer) => body.Read(buffer);

    /// <exception cref="DownstreamException">The API pauses too long, breaks off, or sends too much.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var pause = new CancellationTokenSource(limits.LongestPause, limits.Time);
        await using var leaving = cancellationToken.UnsafeRegister(static pause => ((CancellationTokenSource)pause!).Cancel(), pause);
        try
        {
            return await body.ReadAsync(buffer, pause.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownstreamException(limits.Api, DownstreamFailure.TimedOut, cause: late);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or InvalidDataException)
        {
            throw new DownstreamException(limits.Api, DownstreamFailure.Unreachable, cause: broken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) body.Dispose();
        base.Dispose(disposing);
    }
}
