namespace FunctionsObo.Circuits;

/// <summary>When a circuit opens, and for how long.</summary>
/// <param name="Failures">How many callers must be failing for it to open; and how many failures in a row make only that caller wait.</param>
/// <param name="Ratio">The least share of failing callers among all. Above 0 to 1.</param>
/// <param name="Window">How long an attempt counts.</param>
/// <param name="Break">How long nobody, or the one caller, is let through.</param>
internal sealed record CircuitLimits(int Failures, double Ratio, TimeSpan Window, TimeSpan Break)
{
    /// <summary>When to come again while somebody is trying.</summary>
    public static readonly TimeSpan ProbeWait = TimeSpan.FromSeconds(1);
}
