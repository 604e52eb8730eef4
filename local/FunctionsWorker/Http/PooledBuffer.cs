using System.Buffers;

namespace FunctionsWorker.Http;

/// <summary>A seekable stream in memory rented from the pool; disposing it gives the memory back and ends every use.</summary>
internal sealed class PooledBuffer : Stream
{
    private const int FirstRent = 1024;

    private byte[] _bytes = [];
    private int _length;
    private int _position;
    private bool _disposed;

    public override bool CanRead => !_disposed;

    public override bool CanSeek => !_disposed;

    public override bool CanWrite => !_disposed;

    public override long Length => Alive()._length;

    public override long Position
    {
        get => Alive()._position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Array.MaxLength);
            Alive()._position = (int)value;
        }
    }

    public ReadOnlyMemory<byte> Written => Alive()._bytes.AsMemory(0, _length);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var end = checked(Alive()._position + buffer.Length);
        Reserve(end);
        if (_position > _length) _bytes.AsSpan(_length, _position - _length).Clear();
        buffer.CopyTo(_bytes.AsSpan(_position));
        _position = end;
        _length = Math.Max(_length, end);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        var rest = Written.Span[Math.Min(_position, _length)..];
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => _length + offset,
    };

    public override void SetLength(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Array.MaxLength);
        Alive().Reserve((int)value);
        if (value > _length) _bytes.AsSpan(_length, (int)value - _length).Clear();
        _length = (int)value;
        _position = Math.Min(_position, _length);
    }

    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        if (!_disposed && _bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _disposed = true;
        _bytes = [];
        base.Dispose(disposing);
    }

    private PooledBuffer Alive()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return this;
    }

    private void Reserve(int capacity)
    {
        if (capacity <= _bytes.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, Math.Max(FirstRent, (int)Math.Min(2L * _bytes.Length, Array.MaxLength))));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
