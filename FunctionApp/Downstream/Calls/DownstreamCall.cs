using System.Net.Http.Json;

namespace FunctionApp.Downstream.Calls;

/// <summary>One call: what is to be done, as whom, and how to read the answer. All its tries share it.</summary>
/// <param name="Method">What is to be done.</param>
/// <param name="Url">To what; under the API's base URL.</param>
/// <param name="Identity">As whom.</param>
/// <param name="Content">With what; not disposed by the call.</param>
/// <param name="Answer">How to read the answer.</param>
/// <param name="CallerGone">Signalled when nobody waits for the answer any more.</param>
internal sealed record DownstreamCall<T>(
    HttpMethod Method, Uri Url, CallAs Identity, HttpContent? Content, Answer<T> Answer, CancellationToken CallerGone)
{
    /// <summary>When it began, on the sender's clock.</summary>
    public long StartedAt { get; set; }

    /// <summary>Whether the body is none, or is still there after it was sent.</summary>
    public bool CanSendAgain => Content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;

    /// <summary>Whether doing it twice is doing it once (RFC 9110 §9.2.2).</summary>
    public bool IsRepeatable => CanSendAgain
        && (Method == HttpMethod.Get || Method == HttpMethod.Put || Method == HttpMethod.Delete || Method == HttpMethod.Head || Method == HttpMethod.Options);
}
