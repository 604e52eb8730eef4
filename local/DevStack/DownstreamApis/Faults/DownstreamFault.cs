using System.Text.Json.Serialization;

namespace DevStack.DownstreamApis.Faults;

/// <summary>
/// How to answer the next matching request or requests instead of, or before, the real answer. Without anything that makes an
/// answer (status, body, …) the real one follows, after the delay and with the headers given.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DownstreamFault
{
    /// <summary>Only requests whose path begins so; any path when null.</summary>
    public string? Path { get; init; }

    /// <summary>Only requests with this method; any when null.</summary>
    public string? Method { get; init; }

    /// <summary>Only requests for this user, by name, mail or object id; anyone's when null.</summary>
    public string? User { get; init; }

    /// <summary>How many requests, at least 1; 1 unless given.</summary>
    public int Times { get; init; } = 1;

    /// <summary>True to answer before the token is looked at. Then <see cref="User"/> must be null.</summary>
    public bool BeforeAuth { get; init; }

    /// <summary>The status code; 200 when only a body is given, 401 with <see cref="WwwAuthenticate"/>, 302 with <see cref="RedirectTo"/>.</summary>
    public int? Status { get; init; }

    /// <summary>Milliseconds to wait first.</summary>
    public int DelayMs { get; init; }

    /// <summary>Seconds for the Retry-After header.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Headers to set.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The body; in JSON either a string or any other value, which is sent as it stands.</summary>
    [JsonConverter(typeof(TextOrJsonConverter))]
    public string? Body { get; init; }

    /// <summary>The body's media type; application/json unless given.</summary>
    public string? ContentType { get; init; }

    /// <summary>True to answer nothing until the caller leaves.</summary>
    public bool Hang { get; init; }

    /// <summary>True to cut the connection.</summary>
    public bool Drop { get; init; }

    /// <summary>The Location of a redirect.</summary>
    public string? RedirectTo { get; init; }

    /// <summary>The challenge of a 401.</summary>
    public string? WwwAuthenticate { get; init; }

    /// <summary>Size of a generated JSON body, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Size of a generated JSON body before it is compressed with gzip, in bytes: a gzip bomb.</summary>
    public long GzipBytes { get; init; }

    /// <summary>Milliseconds between two bytes of the body.</summary>
    public int SlowBody { get; init; }
}
