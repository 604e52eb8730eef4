namespace FunctionsObo.Testing.Downstream;

/// <summary>The app sent a request to a downstream API that the test did not script, or one that no API would take. The message shows it, and what to do.</summary>
public sealed class UnscriptedRequestException(string message) : Exception(message);
