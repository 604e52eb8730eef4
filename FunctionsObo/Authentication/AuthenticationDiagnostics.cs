using FunctionsObo.Errors;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Authentication;

/// <summary>Counts every decision about a request and logs those against it: the reason and what the token claims to be, never the token.</summary>
internal sealed partial class AuthenticationDiagnostics(AuthenticationMetrics metrics, ILogger<AuthenticationDiagnostics> logger)
{
    public void Accepted() => metrics.Accepted();

    /// <summary>No caller came of the request's credentials.</summary>
    public void Refused(string function, TokenVerdict verdict, Failure failure)
    {
        if (verdict.Refusal == TokenRefusal.MetadataUnavailable)
        {
            metrics.NotAccepted("unavailable", failure.Code);
            Log.Unchecked(logger, function);
            return;
        }

        metrics.NotAccepted("refused", failure.Code);
        if (verdict.Refusal == TokenRefusal.NoCredentials) Log.Challenged(logger, function);
        else if (verdict.Refused is not { } token) Log.RefusedUnread(logger, function, failure.Code);
        else if (logger.IsEnabled(LogLevel.Information))
            Log.Refused(logger, function, failure.Code, LogText.Of(token.Claims.Issuer), LogText.Of(token.Claims.Audience), LogText.Of(token.Header.KeyId));
    }

    /// <summary>The caller is known and may not call this function, or nobody may.</summary>
    public void Forbidden(string function, Failure failure)
    {
        metrics.NotAccepted("forbidden", failure.Code);
        Log.Forbidden(logger, function, failure.Code);
    }

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

        [LoggerMessage(5, LogLevel.Warning, "Request to {Function} not answered: the identity platform's keys cannot be had")]
        public static partial void Unchecked(ILogger logger, string function);
    }
}
