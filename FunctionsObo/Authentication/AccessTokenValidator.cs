using System.Diagnostics;
using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Authentication;

/// <summary>
/// From a bearer token to a verdict, cheapest question first: known already? shape, header, claims, key, signature. What costs
/// cryptography or a fetch is asked last, of tokens that would be accepted otherwise.
/// </summary>
internal sealed class AccessTokenValidator(
    MetadataStore metadataStore,
    TokenPolicy policy,
    SignatureVerifier signature,
    ValidatedTokenCache cache,
    AuthenticationDiagnostics diagnostics,
    PurgeMarks marks,
    IOptions<AzureAdOptions> options,
    TimeProvider time)
{
    private readonly IReadOnlyCollection<string> _algorithms = options.Value.EffectiveAlgorithms;
    private readonly string _instance = new Uri(options.Value.Instance).Authority;

    /// <summary>Decides about the token. Never throws for what a token says.</summary>
    /// <exception cref="OperationCanceledException">The caller left while metadata was being fetched.</exception>
    public ValueTask<TokenVerdict> ValidateAsync(BearerToken token, CancellationToken cancellationToken)
    {
        var begun = marks.Now;
        if (metadataStore.Current is { } metadata && cache.Find(token.Hash, metadata) is { } known)
        {
            diagnostics.Hit();
            return new(TokenVerdict.Accept(new Caller(known, token, begun)));
        }

        diagnostics.Miss();
        return ValidateNewAsync(token, begun, cancellationToken);
    }

    private async ValueTask<TokenVerdict> ValidateNewAsync(BearerToken token, long begun, CancellationToken cancellationToken)
    {
        using var span = Telemetry.Source.StartActivity("token.validate");
        var (unverified, malformed) = UnverifiedToken.Read(token.Characters, _algorithms);
        var verdict = unverified is null
            ? TokenVerdict.Refuse(malformed)
            : await ValidateAsync(token, unverified, begun, cancellationToken);
        if (span is { IsAllDataRequested: true }) Describe(span, verdict);
        return verdict;
    }

    /// <summary>A token that is refused is no error of this app's.</summary>
    private static void Describe(Activity span, TokenVerdict verdict)
    {
        span.SetTag("functionsobo.outcome", verdict.Accepted ? "accepted" : "refused");
        if (!verdict.Accepted) span.SetTag("functionsobo.reason", verdict.Refusal.ToString());
        if (verdict.Refusal is TokenRefusal.MetadataUnavailable) span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", verdict.Refusal.ToString());
    }

    private async ValueTask<TokenVerdict> ValidateAsync(BearerToken token, UnverifiedToken unverified, long begun, CancellationToken cancellationToken)
    {
        if (await metadataStore.GetAsync(cancellationToken) is not { } metadata) return TokenVerdict.Unavailable(metadataStore.NextAttemptIn);

        var (header, claims) = (unverified.Header, unverified.Claims);
        var (validated, refusal) = policy.Check(claims, metadata, time.GetUtcNow());
        if (validated is null) return TokenVerdict.Refuse(refusal, unverified);

        if (!metadata.Keys.TryGetValue(header.KeyId, out var key))
        {
            var knowledge = await metadataStore.LookForKeyAsync(header.KeyId, cancellationToken);
            if (knowledge.MayAskIn is { } wait) return TokenVerdict.KeyNotKnownYet(wait, unverified);
            if (!knowledge.IsKnown) return TokenVerdict.Unavailable(metadataStore.NextAttemptIn);

            // New metadata may have brought more than the key: what it says is asked again, all of it of the same one.
            metadata = metadataStore.Current!;
            (validated, refusal) = policy.Check(claims, metadata, time.GetUtcNow());
            if (validated is null) return TokenVerdict.Refuse(refusal, unverified);
            key = metadata.Keys.GetValueOrDefault(header.KeyId);
        }

        if (FaultOf(key, token, unverified) is var fault and not KeyFault.None)
            return TokenVerdict.Refuse(new Refusal(TokenRefusal.WrongSignature) { Key = fault }, unverified);

        if (policy.CheckAdmission(validated) is var reason and not TokenRefusal.None) return TokenVerdict.Refuse(reason, unverified);

        return TokenVerdict.Accept(new Caller(cache.Add(token.Hash, validated, key!, metadata), token, begun));
    }

    private KeyFault FaultOf(SigningKey? key, BearerToken token, UnverifiedToken unverified)
    {
        var (header, claims) = (unverified.Header, unverified.Claims);
        if (key is null) return KeyFault.Unknown;
        if (!key.Verifies(header.Algorithm)) return KeyFault.OtherAlgorithm;
        if (!key.SignsFor(claims.Issuer!, claims.TenantId!, _instance)) return KeyFault.OtherIssuer;
        return signature.Verify(token.Reveal(), key, claims.Issuer!) ? KeyFault.None : KeyFault.SignatureDiffers;
    }
}
