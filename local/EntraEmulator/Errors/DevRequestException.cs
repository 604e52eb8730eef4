namespace EntraEmulator.Errors;

/// <summary>A request to the emulator's own (developer) interface that can't be served; the message says what would do.</summary>
public sealed class DevRequestException(string message) : Exception(message)
{
    private const int MostKnown = 20;

    /// <summary>A name that nobody has.</summary>
    internal static DevRequestException Unknown(string what, string name, IEnumerable<string> known) =>
        new($"There is no {what} '{name}'. Known: {string.Join(", ", known.Take(MostKnown))}.");
}
