using System.Diagnostics;
using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.OnBehalfOf.Sharing;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// Tokens for downstream APIs: from the cache, or by one exchange that all concurrent callers with the same token share. MSAL is
/// the protocol client; what it does not do (coalesce, bound, isolate, refresh behind a caller who left) is done here.
/// </summary>
public sealed class OboTokenProvider
{
    private readonly MsalExchange _msal;
    private readonly SharedExchange _exchange;
    private readonly DownstreamTokenCache _cache;
    private readonly CacheMetrics _metrics;
    private readonly LocalSessions _sessions;
    private readonly PurgeMarks _marks;
    private readonly PurgeWriter? _others;
    private readonly MonotonicClock _clock;
    private readonly TimeProvider _time;
    private readonly AzureAdOptions _registration;

    internal OboTokenProvider(
        MsalExchange msal, SharedExchange exchange, DownstreamTokenCache cache, CacheMetrics metrics, LocalSessions sessions,
        PurgeMarks marks, PurgeWriter? others, IOptions<AzureAdOptions> registration, MonotonicClock clock, TimeProvider time)
    {
        (_msal, _exchange, _cache, _metrics, _sessions, _marks, _others, _clock, _time) = (msal, exchange, cache, metrics, sessions, marks, others, clock, time);
        _registration = registration.Value;
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
        var now = _clock.Now;
        if (_cache.Find(key, now) is not { } cached) return _exchange.GetAsync(ByAssertion(key, caller, Trace), cancellationToken);

        _metrics.Hit();
        if (cached.ClaimRefresh(now)) _ = _exchange.Refresh(cached, ByAssertion(key, caller, trace: default));
        return new(_cache.ToRequestToken(key, cached));
    }

    /// <summary>
    /// Gets a token that satisfies a claims request, in place of one that the downstream API has refused
    /// (https://learn.microsoft.com/entra/identity-platform/claims-challenge). The refused one stays until there is a new one.
    /// </summary>
    /// <param name="caller">The user.</param>
    /// <param name="target">The downstream API.</param>
    /// <param name="claims">The claims request, JSON.</param>
    /// <param name="refused">The token that the API has refused.</param>
    /// <param name="cancellationToken">Ends the waiting of only this caller.</param>
    /// <exception cref="UserActionRequiredException">The refused token was got with these claims already: only the user can help.</exception>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    public ValueTask<DownstreamToken> GetTokenAsync(
        Caller caller, TargetApi target, string claims, DownstreamToken refused, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(claims);
        ArgumentNullException.ThrowIfNull(refused);
        var key = new TokenKey(caller.Token.Hash, target);
        var wanted = ByAssertion(key, caller, Trace) with { Claims = claims, Refused = refused };
        if (_cache.Find(key, _clock.Now) is not { } cached || cached.Claims != claims) return _exchange.GetAsync(wanted, cancellationToken);
        if (!wanted.IsSatisfiedBy(cached)) throw UserActionRequiredException.ForClaims(claims, target.Name);

        _metrics.Hit();
        return new(_cache.ToRequestToken(key, cached));
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
        if (tenantId is null && _registration.TenantId is "common" or "organizations" or "consumers")
            throw new ArgumentException("AzureAd:TenantId names no tenant: say in which one the app acts.", nameof(tenantId));

        var tenant = tenantId ?? _registration.TenantId;
        var key = TokenKey.ForApp(tenant, target);
        var now = _clock.Now;
        if (_cache.Find(key, now) is not { } cached) return _exchange.GetAsync(ByCredential(key, tenant, Trace), cancellationToken);

        _metrics.Hit();
        if (cached.ClaimRefresh(now)) _ = _exchange.Refresh(cached, ByCredential(key, tenant, trace: default));
        return new(_cache.ToRequestToken(key, cached));
    }

    /// <summary>
    /// Forgets all tokens of a user and ends the user's long-running sessions: after a sign-out, say, or a revocation. Nothing that began before this call, an exchange under way or
    /// a refresh, serves a request that begins after it.
    /// </summary>
    public void PurgeUser(string tenantId, string objectId)
    {
        var user = new PrincipalId(tenantId, objectId);
        _others?.Publish(user); // first: whoever sees the purge here finds no entry from before it
        _marks.Purge(user);
        _cache.RemovePurged();
        _sessions.CloseAll(user); // those in a shared store end by the mark
    }

    /// <summary>Forgets all tokens for a downstream API, in the same way.</summary>
    public void PurgeTarget(TargetApi target)
    {
        ArgumentNullException.ThrowIfNull(target);
        _others?.PublishApi(target.Name);
        _marks.Purge(target.Name);
        _cache.RemovePurged();
    }

    /// <summary>
    /// The trace of whoever asks: an exchange belongs to the one that began it, though it has nothing else of it. A refresh ahead belongs to nobody.
    /// </summary>
    private static ActivityContext Trace => Activity.Current?.Context ?? default;

    private TokenAcquisition ByAssertion(TokenKey key, Caller caller, ActivityContext trace) => caller.Kind == CallerKind.User
        ? new(key, caller.Id, caller.Begun, caller.ExpiresAt - _time.GetUtcNow(), (claims, cancel) => _msal.OnBehalfOfAsync(caller, key.Target, claims, trace, cancel)) { Assertion = caller.Token }
        : throw new InvalidOperationException("Only a user's token can be exchanged on behalf of the user.");

    private TokenAcquisition ByCredential(TokenKey key, string tenantId, ActivityContext trace) =>
        new(key, new PrincipalId(tenantId, _registration.ClientId), _marks.Now, AssertionEndsIn: null, (_, cancel) => _msal.ForAppAsync(tenantId, key.Target, trace, cancel));
}
