using FunctionsObo.Errors;
using FunctionsObo.Logging;
using FunctionsObo.Registration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// The line in the log for a token request that failed: why, and what is to be done. What would fail for everybody has one line in an interval;
/// what is about one user has one each time, which <see cref="FailureMemory"/> keeps rare.
/// </summary>
internal sealed partial class TokenRequestLog(IOptions<AzureAdOptions> options, TimeProvider time, ILogger<TokenRequestLog> logger)
{
    private readonly OncePerInterval<(string Api, OurText Fault)> _lately = new(time);

    /// <summary>Tells of it.</summary>
    /// <param name="target">The downstream API that the token was for.</param>
    /// <param name="tenantId">The tenant that was asked.</param>
    /// <param name="failure">What it means.</param>
    /// <param name="thrown">What was thrown.</param>
    public void Report(TargetApi target, string tenantId, Exception failure, Exception thrown) => RequestContext.Write(() => Tell(target, tenantId, failure, thrown));

    private void Tell(TargetApi target, string tenantId, Exception failure, Exception thrown)
    {
        switch (failure)
        {
            case OboException { Failure: OboFailure.Misconfigured }:
                ReportMisconfigured(target, thrown);
                break;
            case OboException { Failure: OboFailure.Unavailable }:
                if (_lately.Passes((target.Name, Kind(thrown)), out var unavailable)) Log.Unavailable(logger, OwnName.Of(target.Name), OboFailure.Unavailable, EntraRefusal.Describe(thrown), unavailable);
                break;
            case UserActionRequiredException { Claims: null, Scopes: var scopes }:
                if (_lately.Passes((target.Name, OurText.Of($"consent in {OwnName.Of(tenantId)}")), out var consent)) Log.ConsentMissing(logger, OwnName.Of(target.Name), EntraRefusal.Describe(thrown), ConsentFix(scopes, tenantId), consent);
                break;
            default:
                if (logger.IsEnabled(LogLevel.Information)) Log.AboutTheUser(logger, OwnName.Of(target.Name), OwnName.Of(OboDiagnostics.Outcome(failure)), EntraRefusal.Describe(thrown));
                break;
        }
    }

    /// <summary>A fault of the registration is known by its number; one of the configuration, by what it says.</summary>
    private void ReportMisconfigured(TargetApi target, Exception thrown)
    {
        var numbers = EntraRefusal.Numbers(thrown);
        var fix = thrown is ConfigurationException ? OurText.Of($"Correct the configuration: it is read again.") : RegistrationFault.FixFor(numbers);
        if (_lately.Passes((target.Name, OurText.Of($"{(numbers.Count > 0 ? numbers[0] : 0)} {fix}")), out var suppressed))
            Log.Misconfigured(logger, OwnName.Of(target.Name), EntraRefusal.Describe(thrown), fix, suppressed);
    }

    /// <summary>Two outages of one kind are one: their ids and times differ.</summary>
    private static OurText Kind(Exception thrown) => thrown switch
    {
        TokenEndpointException { Status: { } status } => OurText.Of($"status {status}"),
        _ => NetworkFault.Of(thrown) ?? OurText.Of($"{OwnName.Of(thrown)}"),
    };

    private OurText ConsentFix(IReadOnlyList<string> scopes, string tenantId)
    {
        var (registration, tenant) = (options.Value, OwnName.Of(tenantId));
        var page = OwnName.Of(new Uri(new Uri(registration.Instance), tenantId).AbsoluteUri);
        return OurText.Of(
            $"An administrator of tenant {tenant} must consent to {OwnName.Of(scopes)}: in the app registration {OwnName.Of(registration.ClientId)} under API permissions > Grant admin consent, or at {page}/adminconsent?client_id={OwnName.Of(registration.ClientId)}");
    }

    private static partial class Log
    {
        [LoggerMessage(400, LogLevel.Warning, "No token for {Api}: {Outcome} ({Cause}; {Suppressed} more like this since the last line)", EventName = "TokenEndpointUnavailable")]
        public static partial void Unavailable(ILogger logger, OwnName api, OboFailure outcome, OurText cause, int suppressed);

        [LoggerMessage(401, LogLevel.Error, "No token for {Api}: the identity platform refuses this app itself ({Cause}; {Suppressed} more like this since the last line). {Fix}", EventName = "AppMisconfigured")]
        public static partial void Misconfigured(ILogger logger, OwnName api, OurText cause, OurText fix, int suppressed);

        [LoggerMessage(402, LogLevel.Warning, "No token for {Api}: consent is missing ({Cause}; {Suppressed} more like this since the last line). {Fix}", EventName = "ConsentMissing")]
        public static partial void ConsentMissing(ILogger logger, OwnName api, OurText cause, OurText fix, int suppressed);

        [LoggerMessage(403, LogLevel.Information, "No token for {Api}: {Outcome} ({Cause})", EventName = "UserTokenRefused")]
        public static partial void AboutTheUser(ILogger logger, OwnName api, OwnName outcome, OurText cause);
    }
}
