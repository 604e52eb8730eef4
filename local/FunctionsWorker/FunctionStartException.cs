namespace FunctionsWorker;

/// <summary>The app cannot start as it is written or configured; the message says what to change.</summary>
public sealed class FunctionStartException : Exception
{
    public FunctionStartException(string message) : base(message) { }

    public FunctionStartException(string message, Exception innerException) : base(message, innerException) { }
}
