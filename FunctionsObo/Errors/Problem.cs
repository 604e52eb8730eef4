using System.Net;

namespace FunctionsObo.Errors;

/// <summary>
/// A request that did not succeed, as the client is told: status, WWW-Authenticate, Retry-After and the members of the
/// problem body (RFC 9457). Every text in it is ours or the app's; nothing of a library, the identity platform or a downstream
/// API gets in.
/// </summary>
internal sealed record Problem
{
    public required HttpStatusCode Status { get; init; }

    /// <summary>The stable word for programs, in snake case.</summary>
    public required string Code { get; init; }

    /// <summary>One fixed sentence for people.</summary>
    public required string Detail { get; init; }

    /// <summary>WWW-Authenticate, if it belongs to the status.</summary>
    public Challenge? Challenge { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The downstream scopes that lack consent.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>What is wrong with the request's body, by field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
