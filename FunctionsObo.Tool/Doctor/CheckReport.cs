namespace FunctionsObo.Tool.Doctor;

/// <summary>What became of a check.</summary>
internal sealed record CheckReport(Check Check, IReadOnlyList<Finding> Findings)
{
    /// <summary>The worst of what was found.</summary>
    public CheckState State => Findings.Select(finding => finding.State).DefaultIfEmpty(CheckState.Fine).Max();
}
