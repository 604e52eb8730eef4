namespace FunctionsHost.Diagnostics;

/// <summary>The app cannot be started as it is written, built or configured. The message says in a sentence what to change.</summary>
public sealed class FunctionsHostException : Exception
{
    /// <summary>With a message for the developer.</summary>
    public FunctionsHostException(string message) : base(message) { }

    /// <summary>With a message for the developer, and what caused it.</summary>
    public FunctionsHostException(string message, Exception innerException) : base(message, innerException) { }
}
