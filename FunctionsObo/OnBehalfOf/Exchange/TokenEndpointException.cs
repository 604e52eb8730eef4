using FunctionsObo.Errors;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>The token endpoint throttles or fails.</summary>
internal sealed class TokenEndpointException(int status, TimeSpan? retryAfter)
    : Exception($"The token endpoint answered {status}.")
{
    public int Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
