using System.Net;
using System.Net.Http.Json;

namespace FunctionsObo.Downstream.Calls;

/// <summary>One call: what is to be done, as whom, and how to read the response. All its attempts share it.</summary>
internal sealed class DownstreamCall<T>
{
    public required HttpMethod Method { get; init; }

    /// <summary>Where the path leads, once it is found to be safe.</summary>
    public required Uri Url { get; init; }

    public required CallAs Identity { get; init; }

    /// <summary>The body; not disposed by the call.</summary>
    public HttpContent? Content { get; init; }

    /// <summary>Which version of the resource it is for; null for whatever there is.</summary>
    public Precondition? Precondition { get; init; }

    public required ResponseReader<T> Reader { get; init; }

    /// <summary>Signalled when nobody waits for the result any more.</summary>
    public required CancellationToken CallerGone { get; init; }

    /// <summary>When it began, on the API's clock.</summary>
    public long StartedAt { get; set; }

    /// <summary>Whether the body is none, or is still there after it was sent.</summary>
    public bool CanSendAgain => Content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;

    /// <summary>
    /// Whether doing it twice is doing it once (RFC 9110 §9.2.2). A write for one version is not: if the first was done and its answer was
    /// lost, the second is told that somebody has changed the resource.
    /// </summary>
    public bool CanRetry => CanSendAgain
        && (IsRead || Method == HttpMethod.Options || (Precondition is null && (Method == HttpMethod.Put || Method == HttpMethod.Delete)));

    private bool IsRead => Method == HttpMethod.Get || Method == HttpMethod.Head;

    /// <summary>Whether the answer is that the version which the caller has is still the one: only a read that asked for it can get that.</summary>
    public bool IsNotModified(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NotModified && IsRead && Precondition is { IsForAnother: true };
}
