using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace DevStack.DownstreamApis.Faults;

/// <summary>The body of a fault: given or generated, compressed, or dripping byte by byte.</summary>
internal static class FaultBody
{
    private static readonly byte[] Filler = [.. Enumerable.Repeat((byte)'x', 64 * 1024)];

    public static async Task WriteAsync(DownstreamFault fault, HttpResponse response, TimeProvider time, CancellationToken cancellationToken)
    {
        if (fault.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
            return;
        response.ContentType = fault.ContentType ?? "application/json";
        if (fault.SlowBody > 0)
            await DripAsync(TextOf(fault), response.Body, TimeSpan.FromMilliseconds(fault.SlowBody), time, cancellationToken);
        else if (fault.GzipBytes > 0)
            await CompressAsync(fault.GzipBytes, response, cancellationToken);
        else if (fault.Bytes > 0)
            await GenerateAsync(fault.Bytes, response.Body, cancellationToken);
        else
            await response.WriteAsync(fault.Body ?? "", cancellationToken);
    }

    private static string TextOf(DownstreamFault fault) => fault.Bytes > 0 ? JsonString(fault.Bytes) : fault.Body ?? "{}";

    private static string JsonString(long length) => $"\"{new string('x', (int)Math.Max(0, length - 2))}\"";

    private static async Task DripAsync(string text, Stream body, TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            await body.WriteAsync(new[] { octet }, cancellationToken);
            await body.FlushAsync(cancellationToken);
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private static async Task CompressAsync(long length, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await GenerateAsync(length, gzip, cancellationToken);
    }

    /// <summary>A JSON string of so many bytes, quotes included, never in memory as a whole.</summary>
    private static async Task GenerateAsync(long length, Stream body, CancellationToken cancellationToken)
    {
        await body.WriteAsync("\""u8.ToArray(), cancellationToken);
        for (var left = length - 2; left > 0; left -= Filler.Length)
            await body.WriteAsync(Filler.AsMemory(0, (int)Math.Min(left, Filler.Length)), cancellationToken);
        await body.WriteAsync("\""u8.ToArray(), cancellationToken);
    }
}
