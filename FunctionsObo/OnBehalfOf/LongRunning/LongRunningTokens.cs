using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>
/// Acting for a user after the request is over: a session is started with the user's token, continued later by its key, and
/// stopped. The key alone is not enough: a session is found only by the key together with the tenant and object id of its user.
/// Where instances share an <see cref="ICoordinatingTokenStore"/>, sessions are kept there and any instance continues them; else they live in this process and end with it
/// (https://learn.microsoft.com/entra/msal/dotnet/acquiring-tokens/web-apps-apis/on-behalf-of-flow#long-running-obo-processes).
/// </summary>
public sealed class LongRunningTokens
{
    private const int KeyBytes = 32;

    private readonly MsalExchange _exchange;
    private readonly ISessionStore _store;
    private readonly SessionPlaces _places;
    private readonly SessionDiagnostics _diagnostics;
    private readonly IOptions<LongRunningSessionOptions> _options;
    private readonly SingleFlight<StorePlace, AcquiredToken> _starts;
    private readonly SingleFlight<(StorePlace Session, TargetApi Target), AcquiredToken> _flights;

    internal LongRunningTokens(
        MsalExchange exchange, ISessionStore store, SessionPlaces places, SessionDiagnostics diagnostics,
        IOptions<LongRunningSessionOptions> options, IOptions<OnBehalfOfOptions> exchangeOptions, TimeProvider time)
    {
        (_exchange, _store, _places, _diagnostics, _options) = (exchange, store, places, diagnostics, options);
        _starts = new(exchangeOptions.Value.ExchangeTimeout, time);
        _flights = new(exchangeOptions.Value.ExchangeTimeout, time);
        if (store is LocalSessions) diagnostics.AreInMemory(); // whoever asks for this class uses sessions
    }

    /// <summary>Starts a session for the caller that ends after <c>LongRunningSessions:Lifetime</c>.</summary>
    /// <inheritdoc cref="StartAsync(Caller, TargetApi, TimeSpan, CancellationToken)"/>
    public Task<string> StartAsync(Caller caller, TargetApi target, CancellationToken cancellationToken) =>
        StartAsync(caller, target, _options.Value.Lifetime, cancellationToken);

    /// <summary>Starts a session for the caller.</summary>
    /// <param name="caller">The user.</param>
    /// <param name="target">The downstream API that the session begins with; others can follow.</param>
    /// <param name="lifetime">When the session ends, from now: 1 minute to 90 days. It ends earlier if nobody continues it for <c>LongRunningSessions:IdleTime</c>.</param>
    /// <param name="cancellationToken">Ends the waiting; a session whose caller has left is closed.</param>
    /// <returns>The session's key: 43 characters, a secret of the user. Keep it where the work is kept.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is shorter or longer.</exception>
    /// <exception cref="UserActionRequiredException">The user must act first.</exception>
    /// <exception cref="OboException">There is no token, or the store does not answer; it says why.</exception>
    public async Task<string> StartAsync(Caller caller, TargetApi target, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(target);
        if (!LongRunningSessionRules.IsLifetime(lifetime))
            throw new ArgumentOutOfRangeException(nameof(lifetime), lifetime, "A session lasts from 1 minute to 90 days, after which Entra's refresh token may have ended: choose an end within that, and start another session when the user comes again.");

        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var session = _places.Of(key, caller.TenantId, caller.ObjectId);
        var opened = await _store.OpenAsync(session, caller.Begun, lifetime).WaitAsync(cancellationToken);
        var use = Use(session, opened);
        try
        {
            var assertion = caller.Token.Reveal();
            var trace = Activity.Current?.Context ?? default;
            await _starts.Join(session.Id, deadline => _exchange.ExecuteAsync("on_behalf_of", caller.Id, target, trace, (clients, correlationId, cancel) =>
            {
                var msalKey = opened.MsalKey; // MSAL takes it by reference, to fill one in where there is none
                return ClientFor(use, clients)
                    .InitiateLongRunningProcessInWebApi(target.Scopes, assertion, ref msalKey)
                    .WithTenantId(caller.TenantId)
                    .WithCorrelationId(correlationId)
                    .ExecuteAsync(cancel);
            }, deadline), cancellationToken).Result;
            if (use.Failure is { } failure) throw failure;
            return key;
        }
        catch
        {
            use.Abandon();
            throw;
        }
    }

    /// <summary>
    /// Continues a session: a token for the target as the session's user, refreshed when it has to be. One that is under way when the
    /// session ends still gives its token to those who wait for it, and to nobody who comes later.
    /// </summary>
    /// <param name="key">The session's key.</param>
    /// <param name="tenantId">The tenant of the session's user.</param>
    /// <param name="objectId">The object id of the session's user.</param>
    /// <param name="target">The downstream API.</param>
    /// <param name="cancellationToken">Ends the waiting of only this caller.</param>
    /// <exception cref="OboException">There is no such session for this user, the store does not answer (the session goes on when it does again), or no token; it says why.</exception>
    public async Task<DownstreamToken> ContinueAsync(
        string key, string tenantId, string objectId, TargetApi target, CancellationToken cancellationToken)
    {
        var session = _places.Of(key, tenantId, objectId);
        var found = await _store.FindAsync(session).WaitAsync(cancellationToken) ?? throw new OboException(OboFailure.SessionUnknown);

        var trace = Activity.Current?.Context ?? default;
        var (result, _) = _flights.Join((session.Id, target), flight => ContinueAsync(Use(session, found), found, target, trace, flight), cancellationToken);
        var token = await result;
        return new DownstreamToken(token.AccessToken, token.ExpiresAt);
    }

    /// <summary>Ends a session and forgets its tokens, for all instances. A session that is not there is no error.</summary>
    /// <param name="key">The session's key.</param>
    /// <param name="tenantId">The tenant of the session's user.</param>
    /// <param name="objectId">The object id of the session's user.</param>
    /// <param name="cancellationToken">Ends the waiting, and perhaps not the session.</param>
    /// <exception cref="OboException">The store does not answer: the session may go on, until this is called again.</exception>
    public Task StopAsync(string key, string tenantId, string objectId, CancellationToken cancellationToken) =>
        _store.CloseAsync(_places.Of(key, tenantId, objectId)).WaitAsync(cancellationToken);

    /// <summary>Ends all sessions of a user, for all instances. The user's other tokens stay: <see cref="OboTokenProvider.PurgeUser"/> forgets them too.</summary>
    /// <inheritdoc cref="StopAsync"/>
    public Task StopAllAsync(string tenantId, string objectId, CancellationToken cancellationToken) =>
        _store.CloseAllAsync(new PrincipalId(tenantId, objectId)).WaitAsync(cancellationToken);

    private async Task<AcquiredToken> ContinueAsync(SessionUse use, OpenSession found, TargetApi target, ActivityContext trace, CancellationToken flight)
    {
        var token = await _exchange.ExecuteAsync("refresh_token", found.Owner, target, trace, (clients, correlationId, cancel) =>
            ClientFor(use, clients)
                .AcquireTokenInLongRunningProcess(target.Scopes, found.MsalKey)
                .WithTenantId(found.Owner.TenantId)
                .WithCorrelationId(correlationId)
                .ExecuteAsync(cancel), flight);
        await use.NoteAsync();
        return token;
    }

    private SessionUse Use(SessionKey key, OpenSession opened) => new(_store, key, opened, _options.Value.IdleTime, _diagnostics);

    /// <summary>A client for this one use of the session: uses of other sessions, and of this one, go on beside it.</summary>
    private static ILongRunningWebApi ClientFor(SessionUse use, MsalClients clients)
    {
        var client = clients.NewLongRunning();
        use.Attach(client);
        return (ILongRunningWebApi)client;
    }
}
