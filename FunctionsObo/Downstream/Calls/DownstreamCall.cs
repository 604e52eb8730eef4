using System.Net.Http.Json;

namespace FunctionsObo.Downstream.Calls;

/// <summary>One call: what is to be done, as whom, and how to read the answer. All its tries share it.</summary>
internal sealed class DownstreamCall<T>
{
    public required HttpMethod Method { get; init; }

    /// <summary>Relative to the API's base URL.</summary>
    public required DownstreamPath Path { get; init; }

    public required CallAs Identity { get; init; }

    /// <summary>The body; not disposed by the call.</summary>
    public HttpContent? Content { get; init; }

    public required Answer<T> Answer { get; init; }

    /// <summary>Signalled when nobody waits for the answer any more.</summary>
    public required CancellationToken CallerGone { get; init; }

    /// <summary>Where the path leads, once it is found to be safe.</summary>
    public Uri? Url { get; set; }

    /// <summary>When it began, on the API's clock.</summary>
    public long StartedAt { get; set; }

    /// <summary>Whether the body is none, or is still there after it was sent.</summary>
    public bool CanSendAgain => Content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;

    /// <summary>Whether doing it twice is doing it once (RFC 9110 §9.2.2).</summary>
    public bool IsRepeatable => CanSendAgain
        && (Method == HttpMethod.Get || Method == HttpMethod.Put || Method == HttpMethod.Delete || Method == HttpMethod.Head || Method == HttpMethod.Options);
}
