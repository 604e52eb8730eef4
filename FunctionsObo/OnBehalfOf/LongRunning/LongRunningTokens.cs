using System.Buffers.Text;
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
    private readonly SingleFlight<(string Session, TargetApi Target), AcquiredToken> _flights;

    internal LongRunningTokens(MsalExchange exchange, LongRunningStore store, IOptions<OnBehalfOfOptions> options, TimeProvider time)
    {
        _exchange = exchange;
        _store = store;
        _flights = new(options.Value.ExchangeTimeout, time);
    }

    /// <summary>Starts a session for the caller.</summary>
    /// <param name="caller">The user.</param>
    /// <param name="target">The downstream API that the session begins with; others can follow.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The session's key: 43 characters, a secret of the user. Keep it where the work is kept.</returns>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    public async Task<string> StartAsync(Caller caller, TargetApi target, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var session = Bind(key, caller.TenantId, caller.ObjectId);
        var assertion = caller.Token.Reveal();
        _store.Open(session, caller.Id);
        try
        {
            await _exchange.ExecuteAsync("on_behalf_of", caller.Id, target, (clients, correlationId, cancel) =>
            {
                var msalKey = session; // MSAL takes it by reference, to fill one in where there is none
                return ((ILongRunningWebApi)clients.LongRunning)
                    .InitiateLongRunningProcessInWebApi(target.Scopes, assertion, ref msalKey)
                    .WithTenantId(caller.TenantId)
                    .WithCorrelationId(correlationId)
                    .ExecuteAsync(cancel);
            }, cancellationToken);
            return key;
        }
        catch (Exception failed) when (failed is OboException or UserActionRequiredException)
        {
            _store.Close(session);
            throw;
        }
    }

    /// <summary>Continues a session: a token for the target as the session's user, refreshed when it has to be.</summary>
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
        if (!_store.Has(session)) throw new OboException(OboFailure.SessionUnknown);

        var (result, _) = _flights.Join(
            (session, target),
            flight => _exchange.ExecuteAsync("refresh_token", new PrincipalId(tenantId, objectId), target, (clients, correlationId, cancel) =>
                ((ILongRunningWebApi)clients.LongRunning)
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
    public void StopAll(string tenantId, string objectId) => _store.CloseAll(tenantId, objectId);

    /// <summary>What the session is kept under: whoever has the key but is another user arrives at another, empty, place.</summary>
    private static string Bind(string key, string tenantId, string objectId) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}|{tenantId.ToLowerInvariant()}|{objectId.ToLowerInvariant()}")));
}
