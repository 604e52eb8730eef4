using System.Net;
using System.Text;
using System.Text.Json;
using FunctionsWorker.Http;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Reading a request.</summary>
public static class HttpRequestDataExtensions
{
    /// <summary>Reads the rest of the body as text; UTF-8 unless a byte order mark or <paramref name="encoding"/> says otherwise.</summary>
    public static async Task<string?> ReadAsStringAsync(this HttpRequestData request, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Body is null) return null;
        using var reader = Reader(request.Body, encoding);
        return await reader.ReadToEndAsync();
    }

    /// <inheritdoc cref="ReadAsStringAsync"/>
    public static string? ReadAsString(this HttpRequestData request, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Body is null) return null;
        using var reader = Reader(request.Body, encoding);
        return reader.ReadToEnd();
    }

    /// <summary>Reads the body as JSON; property names match whatever their case (configure <see cref="JsonSerializerOptions"/> to change that).</summary>
    /// <exception cref="AggregateException">
    /// The body is not JSON of this type: the <see cref="JsonException"/> is inside. The real worker reads in a continuation, which wraps
    /// what it throws; a caller that caught only the inner exception would answer 400 here and 500 in Azure.
    /// </exception>
    public static ValueTask<T?> ReadFromJsonAsync<T>(this HttpRequestData request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return WorkerJson.ReadAsync<T>(request, cancellationToken);
    }

    public static HttpResponseData CreateResponse(this HttpRequestData request, HttpStatusCode statusCode)
    {
        var response = request.CreateResponse();
        response.StatusCode = statusCode;
        return response;
    }

    private static StreamReader Reader(Stream body, Encoding? encoding) =>
        new(body, encoding ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1024, leaveOpen: true);
}
