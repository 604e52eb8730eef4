namespace FunctionsHost.Diagnostics;

/// <summary>The app cannot be started as it is written, built or configured. The message says in a sentence what to change.</summary>
public sealed class FunctionsHostException : Exception
{
    public FunctionsHostException(string message) : base(message) { }

    public FunctionsHostException(string message, Exception innerException) : base(message, innerException) { }
}
