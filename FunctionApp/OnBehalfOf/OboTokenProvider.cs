using System.Diagnostics;
using FunctionApp.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Identity.Client;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace FunctionApp.OnBehalfOf;

/// <summary>
/// Tokens for downstream APIs, on behalf of the caller: from the cache, or by one exchange that all concurrent callers with the
/// same token share (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow). MSAL is the protocol
/// client; what it does not do (coalesce, bound, isolate) is done here.
/// </summary>
public sealed partial class OboTokenProvider
{
    private static readonly TimeSpan ExchangeBudget = TimeSpan.FromSeconds(30);

    private readonly ConfidentialClient _client;
    private readonly DownstreamTokenCache _cache;
    private readonly SingleFlight<TokenKey, DownstreamToken> _flights;
    private readonly ILogger _logger;

    internal OboTokenProvider(ConfidentialClient client, DownstreamTokenCache cache, TimeProvider time, ILogger<OboTokenProvider> logger)
    {
        _client = client;
        _cache = cache;
        _flights = new(ExchangeBudget, time);
        _logger = logger;
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
        return _cache.Find(key) is { } cached
            ? new(cached)
            : new(_flights.JoinAsync(key, deadline => ExchangeAsync(key, caller, deadline), cancellationToken));
    }

    private async Task<DownstreamToken> ExchangeAsync(TokenKey key, Caller caller, CancellationToken deadline)
    {
        if (caller.Kind != TokenKind.User) throw new InvalidOperationException("Only a user's token can be exchanged on behalf of the user.");
        if (_cache.Find(key) is { } meanwhile) return meanwhile;

        try
        {
            var started = Stopwatch.GetTimestamp();
            var result = await _client.Current
                .AcquireTokenOnBehalfOf(key.Target.Scopes, new UserAssertion(caller.Token.Reveal()))
                .WithTenantId(caller.TenantId)
                .ExecuteAsync(deadline);

            var token = new DownstreamToken(result.AccessToken, result.ExpiresOn);
            _cache.Add(key, token, caller);
            Log.Exchanged(_logger, key.Target.Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return token;
        }
        catch (Exception thrown) when (thrown is not OboException)
        {
            var failure = MsalFailureTable.Translate(thrown, key.Target);
            Report(failure, thrown, key.Target);
            throw new OboException(failure);
        }
    }

    private void Report(OboFailure failure, Exception thrown, TokenTarget target)
    {
        var error = thrown is MsalException { ErrorCode: { } code } ? code : thrown.GetType().Name;
        if (failure.Kind == OboFailureKind.Misconfigured) Log.Misconfigured(_logger, target.Name, error);
        else Log.Failed(_logger, target.Name, failure.Kind, error);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Exchanged a token for {Api} in {Milliseconds:0.0} ms")]
        public static partial void Exchanged(ILogger logger, string api, double milliseconds);

        [LoggerMessage(2, LogLevel.Warning, "No token for {Api}: {Kind} ({Error})")]
        public static partial void Failed(ILogger logger, string api, OboFailureKind kind, string error);

        [LoggerMessage(3, LogLevel.Error, "No token for {Api}: the identity platform refuses this app itself ({Error}). Check AzureAd:ClientId, AzureAd:ClientCredentials and DownstreamApis:{Api}:Scopes")]
        public static partial void Misconfigured(ILogger logger, string api, string error);
    }
}
