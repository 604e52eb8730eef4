using FunctionsObo.Errors;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// There is no token for the downstream API. Nothing of the identity platform's own text is in it, but for the claims, which
/// are for the client.
/// </summary>
public sealed class OboException : Exception
{
    internal OboException(OboFailure failure, Exception? cause = null)
        : base($"No downstream token: {failure.Kind}.", cause) => Failure = failure;

    internal OboFailure Failure { get; }
}
