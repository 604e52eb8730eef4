using System.Diagnostics.Metrics;
using FunctionsObo.Errors;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Authentication;

/// <summary>Counts every decision about a request and logs those against it: the reason and what the token claims to be, never the token.</summary>
internal sealed partial class AuthenticationDiagnostics
{
    private static readonly KeyValuePair<string, object?> HitTag = new("result", "hit");
    private static readonly KeyValuePair<string, object?> MissTag = new("result", "miss");
    private static readonly KeyValuePair<string, object?> AcceptedTag = new("outcome", "accepted");

    private readonly ILogger _logger;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _lookups;

    public AuthenticationDiagnostics(IMeterFactory meters, ValidatedTokenCache cache, ILogger<AuthenticationDiagnostics> logger)
    {
        var meter = meters.Create(Telemetry.Name);
        _logger = logger;
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
        if (verdict.Refusal == TokenRefusal.MetadataUnavailable)
        {
            NotAccepted("unavailable", problem.Code);
            Log.Unchecked(_logger, function);
            return;
        }

        if (verdict.Refusal == TokenRefusal.KeyNotKnownYet)
        {
            NotAccepted("unavailable", problem.Code);
            Log.NotKnownYet(_logger, function, LogSafe.Of(verdict.Refused?.Header.KeyId));
            return;
        }

        NotAccepted("refused", problem.Code);
        if (verdict.Refusal == TokenRefusal.NoCredentials) Log.Challenged(_logger, function);
        else if (verdict.Refused is not { } token) Log.RefusedUnread(_logger, function, problem.Code);
        else if (_logger.IsEnabled(LogLevel.Information))
            Log.Refused(_logger, function, problem.Code, LogSafe.Of(token.Claims.Issuer), LogSafe.Of(token.Claims.Audience), LogSafe.Of(token.Header.KeyId));
    }

    /// <summary>The caller is known and may not call this function, or nobody may.</summary>
    public void Forbidden(string function, Problem problem)
    {
        NotAccepted("forbidden", problem.Code);
        Log.Forbidden(_logger, function, problem.Code);
    }

    private void NotAccepted(string outcome, string reason) => _requests.Add(
        1, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("reason", reason));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Request to {Function} challenged: it has no credentials")]
        public static partial void Challenged(ILogger logger, string function);

        [LoggerMessage(2, LogLevel.Information, "Request to {Function} refused: {Reason}")]
        public static partial void RefusedUnread(ILogger logger, string function, string reason);

        [LoggerMessage(3, LogLevel.Information, "Request to {Function} refused: {Reason} (issuer {Issuer}, audience {Audience}, key {KeyId})", SkipEnabledCheck = true)]
        public static partial void Refused(ILogger logger, string function, string reason, string issuer, string audience, string keyId);

        [LoggerMessage(4, LogLevel.Information, "Request to {Function} forbidden: {Reason}")]
        public static partial void Forbidden(ILogger logger, string function, string reason);

        [LoggerMessage(5, LogLevel.Warning, "Request to {Function} not answered: the identity platform's keys cannot be fetched")]
        public static partial void Unchecked(ILogger logger, string function);

        [LoggerMessage(6, LogLevel.Information, "Request to {Function} not answered yet: key {KeyId} is not known, and keys were fetched for another one just now")]
        public static partial void NotKnownYet(ILogger logger, string function, string keyId);
    }
}
