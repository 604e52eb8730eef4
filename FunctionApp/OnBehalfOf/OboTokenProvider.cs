using FunctionApp.Authentication;
using FunctionApp.OnBehalfOf.Cache;
using FunctionApp.OnBehalfOf.Exchange;
using Microsoft.Extensions.Options;

namespace FunctionApp.OnBehalfOf;

/// <summary>
/// Tokens for downstream APIs: from the cache, or by one exchange that all concurrent callers with the same token share. MSAL is
/// the protocol client; what it does not do (coalesce, bound, isolate, refresh behind a caller who left) is done here.
/// </summary>
public sealed class OboTokenProvider
{
    private readonly TokenExchange _exchange;
    private readonly DownstreamTokenCache _cache;
    private readonly CacheMetrics _metrics;
    private readonly UserActionMemory _memory;
    private readonly SingleFlight<Flight, CachedToken> _flights;
    private readonly RefreshAhead _refreshAhead;
    private readonly string _ownTenant;
    private readonly TokenHolder _self;
    private readonly TimeProvider _time;
    private int _purges;

    internal OboTokenProvider(
        TokenExchange exchange, DownstreamTokenCache cache, CacheMetrics metrics,
        IOptions<OnBehalfOfOptions> options, IOptions<AzureAdOptions> registration, TimeProvider time)
    {
        _exchange = exchange;
        _cache = cache;
        _metrics = metrics;
        _memory = new(options.Value.UserActionMemory, time);
        _flights = new(options.Value.ExchangeTimeout, time);
        _refreshAhead = new(options.Value.ExchangeTimeout, time);
        _ownTenant = registration.Value.TenantId;
        _self = new(_ownTenant, registration.Value.ClientId);
        _time = time;
    }

    /// <summary>Gets a token for the target as the caller.</summary>
    /// <param name="caller">The user; an app has nobody to act on behalf of.</param>
    /// <param name="target">The downstream API.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller alone; an exchange under way goes on for the others.</param>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    /// <exception cref="InvalidOperationException">The caller is an app.</exception>
    public ValueTask<DownstreamToken> GetTokenAsync(Caller caller, TokenTarget target, CancellationToken cancellationToken)
    {
        var key = new TokenKey(caller.Token.Hash, target);
        var now = _time.GetUtcNow();
        if (_cache.Find(key, now) is not { } cached) return ExchangeAsync(key, caller, claims: null, cancellationToken);

        _metrics.Hit();
        if (cached.ClaimRefresh(now)) Refresh(key, caller, cached);
        return new(_cache.Reveal(key, cached));
    }

    /// <summary>
    /// Gets a new token that satisfies a claims request, in place of the cached one, which the downstream API has refused
    /// (https://learn.microsoft.com/entra/identity-platform/claims-challenge).
    /// </summary>
    /// <param name="caller">The user.</param>
    /// <param name="target">The downstream API.</param>
    /// <param name="claims">The claims request, JSON.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller alone.</param>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    public ValueTask<DownstreamToken> GetTokenAsync(Caller caller, TokenTarget target, string claims, CancellationToken cancellationToken)
    {
        var key = new TokenKey(caller.Token.Hash, target);
        _cache.Remove(key);
        return ExchangeAsync(key, caller, claims, cancellationToken);
    }

    /// <summary>Gets tokens for several targets as the caller, at the same time.</summary>
    /// <returns>The tokens in the order of the targets.</returns>
    /// <inheritdoc cref="GetTokenAsync(Caller, TokenTarget, CancellationToken)"/>
    public Task<DownstreamToken[]> GetTokensAsync(Caller caller, IReadOnlyList<TokenTarget> targets, CancellationToken cancellationToken) =>
        Task.WhenAll(targets.Select(target => GetTokenAsync(caller, target, cancellationToken).AsTask()));

    /// <summary>Gets a token for the target as this app itself.</summary>
    /// <param name="target">The downstream API; the token has all application permissions that this app was granted there.</param>
    /// <param name="tenantId">The tenant to act in; null for the registration's own, which a multi-tenant one does not have.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller alone.</param>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    /// <exception cref="ArgumentException">No tenant is named, and the registration is for many.</exception>
    public ValueTask<DownstreamToken> GetTokenForAppAsync(TokenTarget target, string? tenantId, CancellationToken cancellationToken)
    {
        if (tenantId is null && _ownTenant is "common" or "organizations" or "consumers")
            throw new ArgumentException("AzureAd:TenantId names no tenant: say in which one the app acts.", nameof(tenantId));

        var tenant = tenantId ?? _ownTenant;
        var key = TokenKey.ForApp(tenant, target);
        var now = _time.GetUtcNow();
        if (_cache.Find(key, now) is not { } cached) return ShareAsync(new Flight(key, null), cancel => AcquireForAppAsync(key, tenant, cancel), cancellationToken);

        _metrics.Hit();
        if (cached.ClaimRefresh(now)) RefreshForApp(key, tenant, cached);
        return new(_cache.Reveal(key, cached));
    }

    /// <summary>Forgets all tokens of a user, also those being fetched: after a sign-out, say, or a revocation.</summary>
    public void PurgeUser(string tenantId, string objectId) => Purge((_, cached) => cached.Holder.Is(tenantId, objectId));

    /// <summary>Forgets all tokens for a downstream API.</summary>
    public void PurgeTarget(TokenTarget target) => Purge((key, _) => ReferenceEquals(key.Target, target));

    private void Purge(Func<TokenKey, CachedToken, bool> condition)
    {
        Interlocked.Increment(ref _purges);
        _cache.RemoveWhere(condition);
    }

    // These are methods of their own because a lambda would cost the hits, too, the object that holds what it captures.
    private void Refresh(TokenKey key, Caller caller, CachedToken cached)
    {
        _metrics.Refresh();
        _refreshAhead.Start(cached, cancel => AcquireAsync(key, caller, claims: null, cancel));
    }

    private void RefreshForApp(TokenKey key, string tenantId, CachedToken cached)
    {
        _metrics.Refresh();
        _refreshAhead.Start(cached, cancel => AcquireForAppAsync(key, tenantId, cancel));
    }

    private ValueTask<DownstreamToken> ExchangeAsync(TokenKey key, Caller caller, string? claims, CancellationToken cancellationToken)
    {
        if (caller.Kind != TokenKind.User) throw new InvalidOperationException("Only a user's token can be exchanged on behalf of the user.");
        if (claims is null && _memory.Find(key) is { } remembered)
        {
            _metrics.RememberedUserAction();
            throw new OboException(remembered);
        }

        return ShareAsync(new Flight(key, claims), cancel => AcquireAsync(key, caller, claims, cancel), cancellationToken);
    }

    private async ValueTask<DownstreamToken> ShareAsync(
        Flight flight, Func<CancellationToken, Task<CachedToken>> acquire, CancellationToken cancellationToken)
    {
        // Whoever missed the cache while a flight was landing finds its result here, and starts no second one.
        var (result, joined) = _flights.Join(
            flight,
            cancel => flight.Claims is null && _cache.Find(flight.Key, _time.GetUtcNow()) is { } landed ? Task.FromResult(landed) : acquire(cancel),
            cancellationToken);
        if (joined) _metrics.Coalesced();
        else _metrics.Miss();
        return _cache.Reveal(flight.Key, await result);
    }

    private async Task<CachedToken> AcquireAsync(TokenKey key, Caller caller, string? claims, CancellationToken cancellationToken)
    {
        var purges = Volatile.Read(ref _purges);
        try
        {
            var token = await _exchange.OnBehalfOfAsync(caller, key.Target, claims, cancellationToken);
            _memory.Forget(key);
            return Keep(key, token, caller.ExpiresAt, new TokenHolder(caller.TenantId, caller.ObjectId), purges);
        }
        catch (OboException failed)
        {
            _memory.Note(key, failed.Failure);
            throw;
        }
    }

    private async Task<CachedToken> AcquireForAppAsync(TokenKey key, string tenantId, CancellationToken cancellationToken)
    {
        var purges = Volatile.Read(ref _purges);
        var token = await _exchange.ForAppAsync(tenantId, key.Target, cancellationToken);
        return Keep(key, token, holderExpiresAt: null, _self with { TenantId = tenantId }, purges);
    }

    /// <summary>A token that was being fetched during a purge serves those who wait for it, and is not kept.</summary>
    private CachedToken Keep(TokenKey key, AcquiredToken token, DateTimeOffset? holderExpiresAt, TokenHolder holder, int purgesAtStart)
    {
        var cached = _cache.Pack(token, holderExpiresAt, holder);
        if (purgesAtStart == Volatile.Read(ref _purges)) _cache.Add(key, cached);
        return cached;
    }

    /// <summary>What callers share: the same token, wanted with the same claims.</summary>
    private readonly record struct Flight(TokenKey Key, string? Claims);
}
