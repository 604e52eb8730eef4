using System.Text.Json.Serialization;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Registering.Planning;

namespace FunctionsObo.Tool.Registering;

/// <summary>What <c>unregister</c> says at its end.</summary>
/// <param name="Tenant">Where it was.</param>
/// <param name="Plan">What was to go.</param>
/// <param name="Outcome">What became of that.</param>
/// <param name="Settings">The settings file.</param>
/// <param name="NotPurged">What is deleted but stays among the deleted items, as who signed in may not purge.</param>
internal sealed record UnregisterResult(TenantSeen Tenant, Plan Plan, Outcome Outcome, string Settings, IReadOnlyList<string> NotPurged)
{
    [JsonIgnore]
    public int ExitCode => (Outcome, NotPurged.Count) switch
    {
        (Outcome.Planned, _) => ExitCodes.WouldChange,
        (Outcome.Declined, _) => ExitCodes.Cancelled,
        (_, > 0) => ExitCodes.Refused,
        _ => ExitCodes.Done,
    };

    public void Tell(TextWriter to)
    {
        to.WriteLine(Outcome switch
        {
            Outcome.Planned => "Nothing was changed: this was a dry run.",
            Outcome.Declined => "Nothing was changed.",
            Outcome.Unchanged => "There is nothing that 'register' made for this app.",
            _ => "Done. A file with a private key stays where it is: it opens nothing any more.",
        });
        if (NotPurged.Count > 0) to.WriteLine($"{string.Join(", ", NotPurged)}: deleted, but not purged, which needs an Application Administrator. For 30 days its unique name is taken; 'register' finds and restores it.");
    }
}
