using FunctionsWorker.Http;

namespace FunctionApp.Tests.FunctionsWorker;

public class PooledBufferTests
{
    [Fact]
    public void It_does_what_a_memory_stream_does()
    {
        using var pooled = new PooledBuffer();
        using var memory = new MemoryStream();
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            var (action, number) = (random.Next(6), random.Next(5_000));
            Assert.Equal(Step(memory, action, number, bytes), Step(pooled, action, number, bytes));
            Assert.Equal((memory.Length, memory.Position), (pooled.Length, pooled.Position));
        }
        Assert.Equal(memory.ToArray(), pooled.Written.ToArray());
    }

    [Fact]
    public void It_is_of_no_use_once_disposed()
    {
        var pooled = new PooledBuffer();
        pooled.WriteByte(1);
        pooled.Dispose();

        Assert.False(pooled.CanRead || pooled.CanWrite || pooled.CanSeek);
        Assert.Throws<ObjectDisposedException>(() => pooled.WriteByte(1));
        Assert.Throws<ObjectDisposedException>(() => pooled.ReadByte());
        Assert.Throws<ObjectDisposedException>(() => pooled.Written.Length);
    }

    private static long Step(Stream stream, int action, int number, byte[] bytes)
    {
        switch (action)
        {
            case 0:
                return stream.Seek(Math.Min(number, stream.Length + 10), SeekOrigin.Begin);
            case 1:
                stream.SetLength(number);
                return number;
            case 2:
                var read = new byte[bytes.Length];
                var count = stream.Read(read);
                return read.Aggregate((long)count, (sum, b) => (sum * 31) + b);
            default:
                stream.Write(bytes);
                return bytes.Length;
        }
    }
}
