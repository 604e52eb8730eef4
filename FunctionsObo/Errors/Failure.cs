using System.Net;

namespace FunctionsObo.Errors;

/// <summary>
/// A request that did not succeed, as the client is told: status, WWW-Authenticate, Retry-After and the members of the
/// problem body (RFC 9457). Every text in it is ours; nothing of a library, a provider or a downstream API gets in.
/// </summary>
internal sealed record Failure
{
    public required HttpStatusCode Status { get; init; }

    /// <summary>The stable word for programs, in snake case.</summary>
    public required string Code { get; init; }

    /// <summary>One fixed sentence for people.</summary>
    public required string Detail { get; init; }

    /// <summary>The value of WWW-Authenticate, if one belongs to the status.</summary>
    public string? Challenge { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The downstream scopes that lack consent.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>What is wrong with the request's body, by field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
