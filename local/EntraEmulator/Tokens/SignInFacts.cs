namespace EntraEmulator.Tokens;

/// <summary>What tokens say of the sign-in that they come from.</summary>
/// <param name="Nonce">The client's, unchanged; null where it sent none: a token with one that was not sent is refused.</param>
/// <param name="SessionId">The <c>sid</c> claim.</param>
internal sealed record SignInFacts(string? Nonce, string? SessionId)
{
    /// <value>Authentication contexts that the sign-in met (claim <c>acrs</c>).</value>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <value>When the user signed in, for a client that wants to know (claim <c>auth_time</c>): one that asked for no older sign-in, or for the claim (OpenID Connect Core section 3.1.2.1).</value>
    public DateTimeOffset? At { get; init; }

    /// <value>When a page's refresh tokens end, however often they are renewed; null for other clients.</value>
    public DateTimeOffset? PageEndsOn { get; init; }
}
