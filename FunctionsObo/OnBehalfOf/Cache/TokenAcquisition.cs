using FunctionsObo.Authentication;

namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>A token that is wanted, and how it is got from the identity platform.</summary>
/// <param name="Key">What it is kept by.</param>
/// <param name="Owner">Whose it will be: the user, or the app with its client id.</param>
/// <param name="Begun">When the request for it began, by <see cref="PurgeMarks.Now"/>.</param>
/// <param name="AssertionEndsIn">How long the caller's own token is valid; null where there is none.</param>
/// <param name="AcquireAsync">Gets it, with these claims (JSON, null for none).</param>
internal sealed record TokenAcquisition(
    TokenKey Key, PrincipalId Owner, long Begun, TimeSpan? AssertionEndsIn, Func<string?, CancellationToken, Task<AcquiredToken>> AcquireAsync)
{
    /// <summary>The claims request that it has to satisfy, JSON; null for none.</summary>
    public string? Claims { get; init; }

    /// <summary>The token that the API has refused for the lack of <see cref="Claims"/>.</summary>
    public DownstreamToken? Refused { get; init; }

    /// <summary>The caller's own token, from which the place of a shared entry is derived; null for the app's own tokens, which are not shared.</summary>
    public BearerToken? Assertion { get; init; }

    /// <summary>Whether there is a token that serves meanwhile, so that one which is due itself is of no use.</summary>
    public bool IsAhead { get; init; }

    /// <summary>Whether a token of this key is good enough.</summary>
    public bool IsSatisfiedBy(CachedToken token) => Claims is null || (token.Claims == Claims && !(Refused is { } refused && token.Is(refused)));

    /// <inheritdoc cref="IsSatisfiedBy(CachedToken)"/>
    public bool IsSatisfiedBy(AcquiredToken token) => Claims is null || (token.Claims == Claims && !(Refused is { } refused && refused.Carries(token.AccessToken)));
}

/// <summary>
/// What a downstream token is kept by. The hash is the assertion's, or the tenant's for the app's own tokens: it stands for
/// user, tenant and calling client at once, since all three are in what is hashed. The target stands for our own client and the
/// scopes.
/// </summary>
internal readonly record struct TokenKey(TokenHash Assertion, TargetApi Target)
{
    /// <summary>The key of the app's own token in a tenant.</summary>
    public static TokenKey ForApp(string tenantId, TargetApi target) => new(TokenHash.Compute($"app:{tenantId}"), target);
}
