using EntraEmulator.Stats;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.Faults;

/// <summary>The door of every endpoint: counts the request and plays the fault that is scripted for it.</summary>
internal sealed class FaultGate(FaultScript script, FaultPlayer player, RequestStats stats)
{
    /// <returns>Whether a fault has answered, so that nothing more may be.</returns>
    public ValueTask<bool> AnsweredAsync(HttpContext context, FaultSubject subject)
    {
        stats.CountRequest(subject.Endpoint, subject.Grant, subject.User?.Name, subject.Resource?.Name);
        if (script.Take(subject) is not { } fault) return new(false);
        stats.CountFault();
        return new(player.PlayAsync(context, fault));
    }
}
