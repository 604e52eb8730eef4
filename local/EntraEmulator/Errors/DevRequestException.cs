namespace EntraEmulator.Errors;

/// <summary>A request to the emulator's own (developer) interface that can't be served; the message says what would do.</summary>
public sealed class DevRequestException(string message) : Exception(message);
