namespace DevHost.CommandLine;

/// <summary>What was asked for makes no sense; the message says what would.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
