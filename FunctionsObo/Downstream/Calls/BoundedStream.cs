namespace FunctionsObo.Downstream.Calls;

/// <summary>A body that may have so many bytes and no more. It stands behind decompression, so that a small bomb is a large body.</summary>
internal sealed class BoundedStream(Stream body, AnswerLimits limits) : ForwardStream
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
        : throw new DownstreamException(limits.Api, DownstreamFailure.Unreadable);
}
