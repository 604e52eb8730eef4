namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where a retried invocation stands.</summary>
public abstract class RetryContext
{
    public abstract int RetryCount { get; }

    public abstract int MaxRetryCount { get; }
}
