using EntraEmulator.Stats;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EntraEmulator.Faults;

/// <summary>The door of every endpoint: counts the request and plays the fault that is scripted for it.</summary>
internal sealed partial class FaultGate(FaultScript script, FaultPlayer player, RequestStats stats, ILogger logger)
{
    /// <returns>Whether a fault has answered, so that nothing more may be.</returns>
    public ValueTask<bool> AnsweredAsync(HttpContext context, FaultSubject subject)
    {
        stats.CountRequest(subject.Endpoint, subject.Grant, subject.User?.Name, subject.Resource?.Name);
        if (script.Take(subject with { Method = context.Request.Method, Path = context.Request.Path }) is not { } fault) return new(false);
        stats.CountFault();
        Log.FaultPlayed(logger, subject.Endpoint);
        return new(player.PlayAsync(context, fault));
    }

    private static partial class Log
    {
        [LoggerMessage(951, LogLevel.Warning, "A scripted fault strikes the endpoint {Endpoint}", EventName = "EmulatorFaultPlayed")]
        public static partial void FaultPlayed(ILogger logger, EmulatorEndpoint endpoint);
    }
}
