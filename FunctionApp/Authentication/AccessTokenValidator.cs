using FunctionApp.Authentication.Metadata;
using Microsoft.Extensions.Options;

namespace FunctionApp.Authentication;

/// <summary>
/// From a bearer token to a verdict, cheapest question first: known already? shape, header, claims, key, signature. What costs
/// cryptography or a fetch is asked last, of tokens that would be accepted otherwise.
/// </summary>
internal sealed class AccessTokenValidator(
    MetadataStore metadataStore,
    TokenPolicy policy,
    SignatureVerifier signature,
    ValidatedTokenCache cache,
    IOptions<AzureAdOptions> options,
    TimeProvider time)
{
    private readonly IReadOnlyCollection<string> _algorithms = options.Value.EffectiveAlgorithms;

    /// <summary>Decides about the token. Never throws for what a token says.</summary>
    /// <exception cref="OperationCanceledException">The caller left while metadata was being fetched.</exception>
    public ValueTask<TokenVerdict> ValidateAsync(BearerToken token, CancellationToken cancellationToken) =>
        metadataStore.Current is { } metadata && cache.Find(token.Hash, metadata) is { } known
            ? new(TokenVerdict.Accept(new Caller(known, token)))
            : ValidateNewAsync(token, cancellationToken);

    private async ValueTask<TokenVerdict> ValidateNewAsync(BearerToken token, CancellationToken cancellationToken)
    {
        var (claims, keyId, malformed) = Read(token.Characters);
        if (claims is null || keyId is null) return TokenVerdict.Refuse(malformed);

        if (await metadataStore.GetAsync(cancellationToken) is not { } metadata)
            return TokenVerdict.Unavailable(metadataStore.NextAttemptIn);

        var (validated, refusal) = policy.Check(claims, metadata, time.GetUtcNow());
        if (validated is null) return TokenVerdict.Refuse(refusal);

        if (!metadata.Keys.TryGetValue(keyId, out var key))
        {
            (key, var asked) = await metadataStore.FindKeyAsync(keyId, cancellationToken);
            if (key is null)
                return asked ? TokenVerdict.Refuse(TokenRefusal.WrongSignature) : TokenVerdict.Unavailable(metadataStore.NextAttemptIn);
            metadata = metadataStore.Current ?? metadata;
        }

        if (!IsIssuersKey(key, claims) || !signature.Verify(token.Reveal(), key, claims.Issuer!))
            return TokenVerdict.Refuse(TokenRefusal.WrongSignature);

        cache.Add(token.Hash, validated, keyId, key, metadata);
        return TokenVerdict.Accept(new Caller(validated, token));
    }

    private (TokenClaims? Claims, string? KeyId, TokenRefusal Refusal) Read(ReadOnlySpan<char> token)
    {
        var (parts, malformed) = JwtParts.Read(token);
        if (parts is null) return (null, null, malformed);

        using (parts)
        {
            var (keyId, unsupported) = JoseHeader.Check(parts.Header, _algorithms);
            if (keyId is null) return (null, null, unsupported);
            return TokenClaims.Read(parts.Payload) is { } claims
                ? (claims, keyId, TokenRefusal.None)
                : (null, null, TokenRefusal.InvalidClaims);
        }
    }

    /// <summary>A key that names its issuer signs for that issuer alone: the consumers' key is not good for a work tenant.</summary>
    private static bool IsIssuersKey(SigningKey key, TokenClaims claims) =>
        key.Issuer is not { Length: > 0 } issuer || IssuerTemplate.Matches(issuer, claims.Issuer!, claims.TenantId!);
}
