namespace FunctionsObo.Errors;

/// <summary>Ends the request with a failure that is known already.</summary>
internal sealed class FailureException(Failure failure) : Exception(failure.Detail)
{
    public Failure Failure { get; } = failure;
}
