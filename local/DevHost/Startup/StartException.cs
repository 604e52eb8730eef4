namespace DevHost.Startup;

/// <summary>A part of the stack cannot start. The message is a sentence for the person who started it, with the fix.</summary>
public sealed class StartException(string message, Exception cause) : Exception(message, cause);
