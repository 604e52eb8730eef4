using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Exchange;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>
/// Acting for a user after the request is over: a session is started with the user's token, continued later by its key, and
/// stopped. The key alone is not enough: a session is found only by the key together with the tenant and object id of its user.
/// Sessions live in this process and end with it
/// (https://learn.microsoft.com/entra/msal/dotnet/acquiring-tokens/web-apps-apis/on-behalf-of-flow#long-running-obo-processes).
/// </summary>
public sealed class LongRunningTokens
{
    private const int KeyBytes = 32;

    private readonly MsalExchange _exchange;
    private readonly LongRunningStore _store;
    private readonly SingleFlight<string, AcquiredToken> _starts;
    private readonly SingleFlight<(string Session, TargetApi Target), AcquiredToken> _flights;

    internal LongRunningTokens(MsalExchange exchange, LongRunningStore store, IOptions<OnBehalfOfOptions> options, TimeProvider time)
    {
        _exchange = exchange;
        _store = store;
        _starts = new(options.Value.ExchangeTimeout, time);
        _flights = new(options.Value.ExchangeTimeout, time);
    }

    /// <summary>Starts a session for the caller.</summary>
    /// <param name="caller">The user.</param>
    /// <param name="target">The downstream API that the session begins with; others can follow.</param>
    /// <param name="cancellationToken">Ends the waiting; a session whose caller has left is closed.</param>
    /// <returns>The session's key: 43 characters, a secret of the user. Keep it where the work is kept.</returns>
    /// <exception cref="UserActionRequiredException">The user must act first.</exception>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    public async Task<string> StartAsync(Caller caller, TargetApi target, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var session = Bind(key, caller.TenantId, caller.ObjectId);
        var assertion = caller.Token.Reveal();
        var trace = Activity.Current?.Context ?? default;
        _store.Open(session, caller.Id, caller.Begun);
        try
        {
            await _starts.Join(session, deadline => _exchange.ExecuteAsync("on_behalf_of", caller.Id, target, trace, (clients, correlationId, cancel) =>
            {
                var msalKey = session; // MSAL takes it by reference, to fill one in where there is none
                return ClientFor(session, clients)
                    .InitiateLongRunningProcessInWebApi(target.Scopes, assertion, ref msalKey)
                    .WithTenantId(caller.TenantId)
                    .WithCorrelationId(correlationId)
                    .ExecuteAsync(cancel);
            }, deadline), cancellationToken).Result;
            return key;
        }
        catch
        {
            _store.Close(session);
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
    /// <exception cref="OboException">There is no such session for this user, or no token; it says why.</exception>
    public async Task<DownstreamToken> ContinueAsync(
        string key, string tenantId, string objectId, TargetApi target, CancellationToken cancellationToken)
    {
        var session = Bind(key, tenantId, objectId);
        if (_store.Find(session) is null) throw new OboException(OboFailure.SessionUnknown);

        var trace = Activity.Current?.Context ?? default;
        var (result, _) = _flights.Join(
            (session, target),
            flight => _exchange.ExecuteAsync("refresh_token", new PrincipalId(tenantId, objectId), target, trace, (clients, correlationId, cancel) =>
                ClientFor(session, clients)
                    .AcquireTokenInLongRunningProcess(target.Scopes, session)
                    .WithTenantId(tenantId)
                    .WithCorrelationId(correlationId)
                    .ExecuteAsync(cancel), flight),
            cancellationToken);
        var token = await result;
        return new DownstreamToken(token.AccessToken, token.ExpiresAt);
    }

    /// <summary>Ends a session and forgets its tokens. A session that is not there is no error.</summary>
    public void Stop(string key, string tenantId, string objectId) => _store.Close(Bind(key, tenantId, objectId));

    /// <summary>Ends all sessions of a user.</summary>
    public void StopAll(string tenantId, string objectId) => _store.CloseAll(new PrincipalId(tenantId, objectId));

    /// <summary>A client for this one use of the session: uses of other sessions, and of this one, go on beside it.</summary>
    private ILongRunningWebApi ClientFor(string session, MsalClients clients)
    {
        var client = clients.NewLongRunning();
        _store.Attach(client, session);
        return (ILongRunningWebApi)client;
    }

    /// <summary>What the session is kept under: whoever has the key but is another user arrives at another, empty, place.</summary>
    private static string Bind(string key, string tenantId, string objectId) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}|{tenantId.ToLowerInvariant()}|{objectId.ToLowerInvariant()}")));
}
