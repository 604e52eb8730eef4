using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FunctionsWorker.Http;

/// <summary>The body, read whole before the invocation as the host does: the function gets a stream that seeks and never waits.</summary>
internal static class RequestBody
{
    /// <summary>The host's limit in bytes (ScriptConstants.DefaultMaxRequestBodySize).</summary>
    public const long Limit = 104_857_600;

    // What a client says of its length is trusted this far before the bytes are there.
    private const int Trust = 1 << 20;

    /// <exception cref="BadHttpRequestException">The body is over the limit or broken.</exception>
    public static ValueTask<Stream> ReadAsync(HttpRequest request)
    {
        var canHaveBody = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;
        return canHaveBody && request.ContentLength is not 0 ? CopyAsync(request) : new(Stream.Null);
    }

    private static async ValueTask<Stream> CopyAsync(HttpRequest request)
    {
        var copy = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, Trust));
        await request.Body.CopyToAsync(copy, request.HttpContext.RequestAborted);
        copy.Position = 0;
        return copy;
    }
}
