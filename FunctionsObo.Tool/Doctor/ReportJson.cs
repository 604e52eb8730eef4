using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Doctor;

/// <summary>The report for programs.</summary>
internal static class ReportJson
{
    public static void Write(TextWriter to, IReadOnlyList<CheckReport> reports) => JsonOutput.Write(to, new
    {
        checks = reports.Select(report => new
        {
            report.Check.Id,
            report.Check.Group,
            report.Check.Subject,
            report.State,
            findings = report.Findings.Select(finding => new { finding.State, finding.Text, finding.Fix }),
        }),
    });
}
