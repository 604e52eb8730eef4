using System.Globalization;

namespace FunctionsObo.Testing.Time;

/// <summary>A timer on the test's clock.</summary>
/// <param name="Due">When it is due.</param>
/// <param name="In">How far the clock must be moved until then.</param>
/// <param name="SetBy">The method that set it: the nearest one that is no framework's, by type and name.</param>
public sealed record WaitingTimer(DateTimeOffset Due, TimeSpan In, string SetBy)
{
    /// <summary>One line: in how long, until when, set by whom.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"in {In:c}, at {Due:HH:mm:ss.fff}: {SetBy}");
}
