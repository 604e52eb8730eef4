using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Doctor;

/// <summary>All checks in one sentence and one exit code.</summary>
internal static class Summary
{
    private static readonly (CheckState State, string Words)[] Order =
        [(CheckState.Fine, "fine"), (CheckState.Warning, "to be looked after"), (CheckState.Wrong, "wrong"), (CheckState.Unknown, "could not be looked at"), (CheckState.Skipped, "left out")];

    public static string Of(IReadOnlyList<CheckReport> reports)
    {
        var counts = Order.Select(one => (one.Words, Count: reports.Count(report => report.State == one.State))).Where(one => one.Count > 0).Select(one => $"{one.Count} {one.Words}");
        return $"{reports.Count} checks: {string.Join(", ", counts)}.";
    }

    /// <summary>What is only not reached is no finding about the app; a warning stops nobody.</summary>
    public static int ExitCodeOf(IReadOnlyList<CheckReport> reports)
    {
        var findings = reports.SelectMany(report => report.Findings).ToList();
        if (findings.Exists(finding => finding is { State: CheckState.Wrong, IsUnreachable: false })) return ExitCodes.Findings;
        if (findings.Exists(finding => finding.IsUnreachable)) return ExitCodes.Unreachable;
        return findings.Exists(finding => finding.IsRefused) ? ExitCodes.Refused : ExitCodes.Done;
    }
}
