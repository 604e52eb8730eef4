namespace FunctionsObo.Authentication;

/// <summary>
/// What a valid access token says, in the words this API uses. Immutable and without the token itself, so that it can be
/// kept and shared between requests.
/// </summary>
internal sealed record ValidatedToken
{
    public required CallerKind Kind { get; init; }

    public required string TenantId { get; init; }

    public required string ObjectId { get; init; }

    /// <summary>The client application that got the token: <c>azp</c> (v2) or <c>appid</c> (v1).</summary>
    public required string ClientId { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The claim <c>exp</c>, without clock skew.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The claim <c>name</c>: for display alone, never for a decision.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the client declared <c>cp1</c> in <c>xms_cc</c>: it understands claims challenges.</summary>
    public bool AcceptsClaimsChallenges { get; init; }
}
