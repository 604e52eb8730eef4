using System.Net;

namespace FunctionsObo.Downstream;

/// <summary>A successful response whose body is still to be read. Disposing it ends the reading and frees the connection.</summary>
public sealed class DownstreamResponse : IDisposable
{
    private readonly HttpResponseMessage _response;

    internal DownstreamResponse(HttpResponseMessage response, Stream body)
    {
        _response = response;
        Body = body;
    }

    /// <summary>The status, 200 to 299; or 304, see <see cref="IsNotModified"/>.</summary>
    public HttpStatusCode Status => _response.StatusCode;

    /// <summary>
    /// Whether the resource is still the version that the caller has, so that there is no body: only where the call asked by
    /// <see cref="Precondition.IsNotVersion"/>.
    /// </summary>
    public bool IsNotModified => Status == HttpStatusCode.NotModified;

    /// <summary>The media type, without parameters; null if the API named none.</summary>
    public string? ContentType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>The size of the body in bytes, if the API said it; unknown for a compressed one.</summary>
    public long? ContentLength => _response.Content.Headers.ContentLength;

    /// <summary>The version of the resource, for a later call with a <see cref="Precondition"/>; null if the API gave none.</summary>
    public string? ETag => _response.Headers.ETag?.ToString();

    /// <summary>
    /// The body, decompressed, read forward once. A read throws <see cref="DownstreamException"/> when the API pauses longer than
    /// <see cref="DownstreamApiOptions.AttemptTimeout"/>, breaks off, or sends more than <see cref="DownstreamApiOptions.MaxResponseBytes"/>.
    /// </summary>
    public Stream Body { get; }

    /// <summary>Ends the reading and frees the connection.</summary>
    public void Dispose()
    {
        Body.Dispose();
        _response.Dispose();
    }
}
