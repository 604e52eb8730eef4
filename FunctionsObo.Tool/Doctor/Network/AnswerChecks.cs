using FunctionsObo.Registration;
using FunctionsObo.Tool.Doctor.Credentials;
using FunctionsObo.Tool.Doctor.Settings;
using FunctionsObo.Tool.Explaining;

namespace FunctionsObo.Tool.Doctor.Network;

/// <summary>What the answers say.</summary>
internal static class AnswerChecks
{
    private static readonly TimeSpan Doubtful = TimeSpan.FromSeconds(60);

    /// <summary>Beyond it the identity platform refuses assertions and the app refuses tokens.</summary>
    private static readonly TimeSpan TooMuch = TimeSpan.FromSeconds(300);

    private static readonly string[] After = [.. StartErrors.Checks];

    public static IReadOnlyList<Check> All =>
    [
        new("N4", "The clock of this machine is right", Need.Network, ClockAsync) { After = After },
        new("N5", "The downstream APIs answer, and so does the managed identity", Need.Network, AnswersAsync) { After = After },
    ];

    private static async Task<IReadOnlyList<Finding>> ClockAsync(Examination patient, CancellationToken cancellationToken)
    {
        var platform = await patient.Probes.PlatformAsync(patient.Registration, cancellationToken);
        if (platform.Finder is { } finder) return [Finding.Skipped($"because of {finder}")];
        if (platform.ClockAhead is not { } ahead) return [Finding.Unknown("The identity platform's answer has no date.")];

        var seen = $"{Math.Abs(ahead.TotalSeconds):0} s {(ahead < TimeSpan.Zero ? "behind" : "ahead of")} {platform.Address.Host}";
        const string Fix = "Let the machine take its time from a time server (NTP).";
        return [ahead.Duration() switch
        {
            var off when off >= TooMuch => Finding.Wrong(seen, Fix),
            var off when off >= Doubtful => Finding.Warning(seen, Fix),
            _ => Finding.Fine(seen),
        }];
    }

    private static async Task<IReadOnlyList<Finding>> AnswersAsync(Examination patient, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var api in patient.Apis)
        {
            var probe = await patient.Probes.ApiAsync(api, cancellationToken);
            findings.Add(probe switch
            {
                { Fault: ProbeFault.Connection } => Finding.Unreachable($"{api.Name}: {probe.Cause}", $"Correct DownstreamApis:{api.Name}:BaseUrl, or start the API. {NetworkCauses.FindIn(probe.Cause)?.Fix}".Trim()),
                { Finder: { } finder } => Finding.Skipped($"{api.Name}: because of {finder}"),
                { Status: { } status } when (int)status >= 500 => Finding.Warning($"{api.Name} answers {(int)status}", $"See what is wrong with the API at DownstreamApis:{api.Name}:BaseUrl, or with the gateway before it."),
                _ => Finding.Fine($"{api.Name} answers {(int)probe.Status!}"),
            });
        }

        if (patient.Credential.Listed.Any(one => one.SourceType == CredentialSource.SignedAssertionFromManagedIdentity)) findings.Add(await IdentityAsync(patient, cancellationToken));
        return findings;
    }

    /// <summary>Only whether it is there: its token is for the credential's own check.</summary>
    private static async Task<Finding> IdentityAsync(Examination patient, CancellationToken cancellationToken)
    {
        const string Elsewhere = "List a second credential behind it, for machines that are not in Azure.";
        if (patient.Settings.File is { IsOfAzure: true }) return Finding.Unknown("managed identity: only from the app itself can it be asked");
        if (ManagedIdentity.EndpointOf(patient) is not { } endpoint) return Finding.Unknown($"managed identity: this machine has none (there is no variable {ManagedIdentity.Variable})", Elsewhere);

        var probe = await patient.Probes.IdentityAsync(endpoint, cancellationToken);
        return probe.Fault == ProbeFault.None
            ? Finding.Fine($"the managed identity answers {(int)probe.Status!}")
            : Finding.Unreachable($"managed identity: {probe.Cause}", $"Switch the app's managed identity on. {Elsewhere}");
    }
}
