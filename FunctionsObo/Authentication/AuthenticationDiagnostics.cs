using System.Diagnostics.Metrics;
using FunctionsObo.Errors;
using FunctionsObo.Logging;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Authentication;

/// <summary>
/// Counts every decision about a request and logs those against it: the reason and what the token claims to be, never the token. Each
/// refusal has its line, since the trace id of its answer must find it; what says nothing of its own request has one in an interval.
/// </summary>
internal sealed partial class AuthenticationDiagnostics
{
    private static readonly KeyValuePair<string, object?> HitTag = new("result", "hit");
    private static readonly KeyValuePair<string, object?> MissTag = new("result", "miss");
    private static readonly KeyValuePair<string, object?> AcceptedTag = new("outcome", "accepted");

    private readonly RefusalCause _cause;
    private readonly ILogger _logger;
    private readonly OncePerInterval<TokenRefusal> _lately;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _lookups;

    public AuthenticationDiagnostics(IMeterFactory meters, ValidatedTokenCache cache, RefusalCause cause, TimeProvider time, ILogger<AuthenticationDiagnostics> logger)
    {
        var meter = meters.Create(Telemetry.Name);
        (_cause, _logger, _lately) = (cause, logger, new(time));
        _requests = meter.CreateCounter<long>(
            "functionsobo.authentication.requests", "{request}", "Requests to protected functions, by outcome: accepted, refused (401, 400), forbidden (403), unavailable (503); and by reason.");
        _lookups = meter.CreateCounter<long>(
            "functionsobo.validated_tokens.lookups", "{lookup}", "Looks into the cache of validated tokens, by result: hit, miss.");
        meter.CreateObservableGauge("functionsobo.validated_tokens.entries", () => cache.Count, "{token}", "Validated tokens that are remembered.");
        meter.CreateObservableGauge("functionsobo.validated_tokens.limit", () => cache.Limit, "{token}", "The most validated tokens that are remembered.");
    }

    /// <summary>The token was validated before.</summary>
    public void Hit() => _lookups.Add(1, HitTag);

    /// <summary>The token has to be validated.</summary>
    public void Miss() => _lookups.Add(1, MissTag);

    public void Accepted() => _requests.Add(1, AcceptedTag);

    /// <summary>No caller came of the request's credentials.</summary>
    public void Refused(string function, TokenVerdict verdict, Problem problem)
    {
        var isOurs = verdict.Refusal is TokenRefusal.MetadataUnavailable or TokenRefusal.KeyNotKnownYet;
        NotAccepted(isOurs ? "unavailable" : "refused", problem.Code);
        if (isOurs) LogUnchecked(function, verdict);
        else if (verdict.Refusal == TokenRefusal.NoCredentials) Log.Challenged(_logger, OwnName.Of(function));
        else if (_logger.IsEnabled(LogLevel.Information)) LogRefused(function, verdict, problem);
    }

    /// <summary>The caller is known and may not call this function, or nobody may.</summary>
    /// <param name="function">The function.</param>
    /// <param name="problem">What the caller is told.</param>
    /// <param name="scopes">The scopes of which a user needs one.</param>
    /// <param name="roles">The app roles of which an app needs one.</param>
    /// <param name="caller">Who called; null when it was not asked.</param>
    public void Forbidden(string function, Problem problem, IReadOnlyList<string> scopes, IReadOnlyList<string> roles, Caller? caller)
    {
        NotAccepted("forbidden", problem.Code);
        if (!_logger.IsEnabled(LogLevel.Information)) return;
        Log.Forbidden(_logger, OwnName.Of(function), OwnName.Of(problem.Code), OwnName.Of(scopes), OwnName.Of(roles), TheirText.Of(caller?.Scopes ?? []), TheirText.Of(caller?.Roles ?? []));
    }

    private void LogRefused(string function, TokenVerdict verdict, Problem problem)
    {
        var (name, reason, cause) = (OwnName.Of(function), OwnName.Of(problem.Code), _cause.Of(verdict));
        if (verdict.Refused is not { } token) Log.Refused(_logger, name, reason, cause);
        else Log.TokenRefused(_logger, name, reason, cause, TheirText.Of(token.Claims.Issuer), TheirText.Of(token.Claims.Audience), TheirText.Of(token.Header.KeyId));
    }

    private void LogUnchecked(string function, TokenVerdict verdict)
    {
        if (!_lately.Passes(verdict.Refusal, out var suppressed)) return;
        if (verdict.Refused is { } token) Log.KeyNotKnownYet(_logger, OwnName.Of(function), TheirText.Of(token.Header.KeyId), suppressed);
        else Log.TokenNotChecked(_logger, OwnName.Of(function), suppressed);
    }

    private void NotAccepted(string outcome, string reason) => _requests.Add(
        1, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("reason", reason));

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Debug, "Request to {Function} challenged: it has no credentials", EventName = "RequestChallenged")]
        public static partial void Challenged(ILogger logger, OwnName function);

        [LoggerMessage(101, LogLevel.Information, "Request to {Function} refused: {Reason}: {Cause}", EventName = "RequestRefused", SkipEnabledCheck = true)]
        public static partial void Refused(ILogger logger, OwnName function, OwnName reason, OurText cause);

        [LoggerMessage(102, LogLevel.Information, "Request to {Function} refused: {Reason}: {Cause} (issuer {Issuer}, audience {Audience}, key {KeyId})", EventName = "TokenRefused", SkipEnabledCheck = true)]
        public static partial void TokenRefused(ILogger logger, OwnName function, OwnName reason, OurText cause, TheirText issuer, TheirText audience, TheirText keyId);

        [LoggerMessage(103, LogLevel.Information, "Request to {Function} forbidden: {Reason}: expected of a user one of the scopes {RequiredScopes}, of an app one of the roles {RequiredRoles}; the token has scp {Scopes}, roles {Roles}", EventName = "RequestForbidden", SkipEnabledCheck = true)]
        public static partial void Forbidden(ILogger logger, OwnName function, OwnName reason, OwnName requiredScopes, OwnName requiredRoles, TheirText scopes, TheirText roles);

        [LoggerMessage(104, LogLevel.Warning, "Request to {Function} not answered: the identity platform's keys cannot be fetched ({Suppressed} more like this since the last line)", EventName = "TokenNotChecked")]
        public static partial void TokenNotChecked(ILogger logger, OwnName function, int suppressed);

        [LoggerMessage(105, LogLevel.Information, "Request to {Function} not answered yet: key {KeyId} is not known, and keys were fetched for another one just now ({Suppressed} more like this since the last line)", EventName = "KeyNotKnownYet")]
        public static partial void KeyNotKnownYet(ILogger logger, OwnName function, TheirText keyId, int suppressed);
    }
}
