using System.Buffers;
using System.Text;
using System.Text.Json;
using FunctionsWorker.Invocations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Http;

/// <summary>
/// Sends an invocation's result as the host does. No result is 204 without a body; an object is its JSON, indented, as text/plain (the host
/// prints the object it was sent over the wire and negotiates no content type): answer with HttpResponseData to control the response.
/// </summary>
internal sealed class ResponseWriter(JsonSerializerOptions options)
{
    private const string PlainText = "text/plain; charset=utf-8";

    private readonly JsonSerializerOptions _json = new(options)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public ValueTask WriteAsync(HttpResponse response, InvocationBindings bindings, string? httpOutput)
    {
        var result = bindings.Result ?? (httpOutput is null ? null : bindings.Output(httpOutput));
        switch (result)
        {
            case null:
                response.StatusCode = StatusCodes.Status204NoContent;
                return default;
            case HttpResponseData data:
                return WriteAsync(response, data);
            case byte[] bytes:
                Write(response, bytes, contentType: null);
                return default;
            case string text:
                Write(response, Encoding.UTF8.GetBytes(text), PlainText);
                return default;
            default:
                Write(response, JsonSerializer.SerializeToUtf8Bytes(result, result.GetType(), _json), PlainText);
                return default;
        }
    }

    private static ValueTask WriteAsync(HttpResponse response, HttpResponseData data)
    {
        response.StatusCode = (int)data.StatusCode;
        ResponseHeaders.Copy(data.Headers, response.Headers);
        if (data is not ResponseData own) return CopyAsync(response, data.Body);
        ResponseHeaders.Append(own.CookieList, response.Cookies);
        if (own.Body is not PooledBuffer buffer) return CopyAsync(response, own.Body);
        Write(response, buffer.Written.Span, response.ContentType);
        own.Dispose();
        return default;
    }

    private static void Write(HttpResponse response, ReadOnlySpan<byte> body, string? contentType)
    {
        response.ContentType = contentType;
        if (!MayHaveBody(response.StatusCode)) return;
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body);
    }

    private static async ValueTask CopyAsync(HttpResponse response, Stream body)
    {
        if (!body.CanRead || !MayHaveBody(response.StatusCode)) return;
        if (body.CanSeek) body.Position = 0;
        await body.CopyToAsync(response.Body, response.HttpContext.RequestAborted);
    }

    private static bool MayHaveBody(int status) => status is >= 200 and not (204 or 205 or 304);
}
