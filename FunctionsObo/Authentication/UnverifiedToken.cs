namespace FunctionsObo.Authentication;

/// <summary>A token of the right shape: what it says, before anybody knows whether it is true.</summary>
internal sealed record UnverifiedToken(JoseHeader Header, TokenClaims Claims)
{
    /// <summary>Reads the token.</summary>
    /// <param name="token">The token in compact form.</param>
    /// <param name="algorithms">The signature algorithms that are accepted.</param>
    /// <returns>The token and no refusal, or the reason.</returns>
    public static (UnverifiedToken? Token, TokenRefusal Refusal) Read(ReadOnlySpan<char> token, IReadOnlyCollection<string> algorithms)
    {
        var (parts, malformed) = JwtParts.Read(token);
        if (parts is null) return (null, malformed);

        using (parts)
        {
            var (header, unsupported) = JoseHeader.Read(parts.Header, algorithms);
            if (header is null) return (null, unsupported);
            return TokenClaims.Read(parts.Payload) is { } claims
                ? (new UnverifiedToken(header, claims), TokenRefusal.None)
                : (null, TokenRefusal.InvalidClaims);
        }
    }
}
