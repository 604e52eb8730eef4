using System.Diagnostics;

namespace FunctionsObo;

/// <summary>The name that all metrics and traces of this app are under.</summary>
internal static class Telemetry
{
    public const string Name = "FunctionsObo";

    public static readonly ActivitySource Source = new(Name);
}
