using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// Tokens for downstream APIs: from the cache, or by one exchange that all concurrent callers with the same token share. MSAL is
/// the protocol client; what it does not do (coalesce, bound, isolate, refresh behind a caller who left) is done here.
/// </summary>
public sealed class OboTokenProvider
{
    private readonly SharedExchange _exchange;
    private readonly DownstreamTokenCache _cache;
    private readonly CacheMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly string _ownTenant;

    internal OboTokenProvider(
        SharedExchange exchange, DownstreamTokenCache cache, CacheMetrics metrics, IOptions<AzureAdOptions> registration, TimeProvider time)
    {
        _exchange = exchange;
        _cache = cache;
        _metrics = metrics;
        _time = time;
        _ownTenant = registration.Value.TenantId;
    }

    /// <summary>Gets a token for the target as the caller.</summary>
    /// <param name="caller">The user; an app has nobody to act on behalf of.</param>
    /// <param name="target">The downstream API.</param>
    /// <param name="cancellationToken">Ends the waiting of only this caller; an exchange under way goes on for the others.</param>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    /// <exception cref="InvalidOperationException">The caller is an app.</exception>
    public ValueTask<DownstreamToken> GetTokenAsync(Caller caller, TargetApi target, CancellationToken cancellationToken)
    {
        var key = new TokenKey(caller.Token.Hash, target);
        var now = _time.GetUtcNow();
        if (_cache.Find(key, now) is not { } cached) return _exchange.OnBehalfOfAsync(key, caller, claims: null, cancellationToken);

        _metrics.Hit();
        if (cached.ClaimRefresh(now)) _exchange.Refresh(key, caller, cached);
        return new(_cache.ToRequestToken(key, cached));
    }

    /// <summary>
    /// Gets a new token that satisfies a claims request, in place of the cached one, which the downstream API has refused
    /// (https://learn.microsoft.com/entra/identity-platform/claims-challenge).
    /// </summary>
    /// <param name="caller">The user.</param>
    /// <param name="target">The downstream API.</param>
    /// <param name="claims">The claims request, JSON.</param>
    /// <param name="cancellationToken">Ends the waiting of only this caller.</param>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    public ValueTask<DownstreamToken> GetTokenAsync(Caller caller, TargetApi target, string claims, CancellationToken cancellationToken)
    {
        var key = new TokenKey(caller.Token.Hash, target);
        _cache.Remove(key);
        return _exchange.OnBehalfOfAsync(key, caller, claims, cancellationToken);
    }

    /// <summary>Gets tokens for several targets as the caller, at the same time.</summary>
    /// <returns>The tokens in the order of the targets.</returns>
    /// <inheritdoc cref="GetTokenAsync(Caller, TargetApi, CancellationToken)"/>
    public Task<DownstreamToken[]> GetTokensAsync(Caller caller, IReadOnlyList<TargetApi> targets, CancellationToken cancellationToken) =>
        Task.WhenAll(targets.Select(target => GetTokenAsync(caller, target, cancellationToken).AsTask()));

    /// <summary>Gets a token for the target as this app itself.</summary>
    /// <param name="target">The downstream API; the token has all application permissions that this app was granted there.</param>
    /// <param name="tenantId">The tenant to act in; null for the registration's own, which a multi-tenant one does not have.</param>
    /// <param name="cancellationToken">Ends the waiting of only this caller.</param>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    /// <exception cref="ArgumentException">No tenant is named, and the registration is for many.</exception>
    public ValueTask<DownstreamToken> GetTokenForAppAsync(TargetApi target, string? tenantId, CancellationToken cancellationToken)
    {
        if (tenantId is null && _ownTenant is "common" or "organizations" or "consumers")
            throw new ArgumentException("AzureAd:TenantId names no tenant: say in which one the app acts.", nameof(tenantId));

        var tenant = tenantId ?? _ownTenant;
        var key = TokenKey.ForApp(tenant, target);
        var now = _time.GetUtcNow();
        if (_cache.Find(key, now) is not { } cached) return _exchange.ForAppAsync(key, tenant, cancellationToken);

        _metrics.Hit();
        if (cached.ClaimRefresh(now)) _exchange.RefreshForApp(key, tenant, cached);
        return new(_cache.ToRequestToken(key, cached));
    }

    /// <summary>Forgets all tokens of a user, also those being fetched: after a sign-out, say, or a revocation.</summary>
    public void PurgeUser(string tenantId, string objectId) => _exchange.Purge((_, cached) => cached.Owner == new PrincipalId(tenantId, objectId));

    /// <summary>Forgets all tokens for a downstream API.</summary>
    public void PurgeTarget(TargetApi target) => _exchange.Purge((key, _) => ReferenceEquals(key.Target, target));
}
