namespace Microsoft.Azure.Functions.Worker;

/// <summary>The worker could not do its part of an invocation.</summary>
public class FunctionWorkerException : Exception
{
    public FunctionWorkerException(string? message) : base(message) { }

    public FunctionWorkerException(string? message, Exception? innerException) : base(message, innerException) { }
}

/// <summary>A parameter's value is missing or could not be converted; the caller sees 500.</summary>
public class FunctionInputConverterException : FunctionWorkerException
{
    public FunctionInputConverterException(string? message) : base(message) { }

    public FunctionInputConverterException(string? message, Exception? innerException) : base(message, innerException) { }
}
