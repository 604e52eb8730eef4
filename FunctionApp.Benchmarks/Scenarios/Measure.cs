namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>One line of the report: what was measured, what it should be, what it was.</summary>
internal sealed record Measure(string What, string Goal, string Result)
{
    public override string ToString() => $"| {What} | {Goal} | {Result} |";
}
