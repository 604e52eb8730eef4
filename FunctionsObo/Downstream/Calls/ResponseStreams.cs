namespace FunctionsObo.Downstream.Calls;

/// <summary>A body that may have so many bytes and no more. It stands behind decompression, so that a small bomb is a large body.</summary>
internal sealed class BoundedStream(Stream body, ResponseLimits limits) : ForwardStream
{
    private long _left = limits.MaximumBytes;

    /// <exception cref="DownstreamException">The body is larger than allowed.</exception>
    public override int Read(Span<byte> buffer) => Count(body.Read(buffer));

    /// <inheritdoc cref="Read(Span{byte})"/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await body.ReadAsync(buffer, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing) body.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read) => (_left -= read) >= 0
        ? read
        : throw new DownstreamException(limits.Api, FailureCause.Unreadable);
}

/// <summary>A body that is read after the call has returned: it may last, but not pause, and its breaking off is the API's failure.</summary>
internal sealed class PacedStream(Stream body, ResponseLimits limits) : ForwardStream
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
            throw new DownstreamException(limits.Api, FailureCause.TimedOut, innerException: late);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or InvalidDataException)
        {
            throw new DownstreamException(limits.Api, FailureCause.Unreachable, innerException: broken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) body.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A stream that is read forward, once, asynchronously or not; what its kinds have in common.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public abstract override int Read(Span<byte> buffer);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
