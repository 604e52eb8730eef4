using System.Net;

namespace FunctionsObo.Errors;

/// <summary>
/// Ends the request with a problem that its client may read: the status, and a body of <c>application/problem+json</c> (RFC 9457).
/// An app throws it for failures of its own; the failures of tokens and downstream APIs derive from it.
/// </summary>
public class ProblemException : Exception
{
    /// <summary>Says what the client is told.</summary>
    /// <param name="status">The status of the response, 400 to 599.</param>
    /// <param name="code">The stable word that programs decide by, in snake case, such as <c>out_of_stock</c>.</param>
    /// <param name="detail">One sentence for people. The client sees it: put nothing in it that is not for everybody.</param>
    /// <param name="innerException">What caused it. The client does not see it.</param>
    /// <exception cref="ArgumentException">The code or the detail is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The status is none of an error.</exception>
    public ProblemException(HttpStatusCode status, string code, string detail, Exception? innerException = null)
        : base(detail, innerException)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((int)status, 400, nameof(status));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)status, 599, nameof(status));
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentException.ThrowIfNullOrEmpty(detail);
        Status = status;
        Code = code;
    }

    /// <summary>The status of the response.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The stable word that programs decide by.</summary>
    public string Code { get; }

    /// <summary>When the client may try again: the header <c>Retry-After</c>, in whole seconds, rounded up. Default none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is wrong with the request, by field: the member <c>errors</c>. Default none.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    internal virtual Problem ToProblem() =>
        new() { Status = Status, Code = Code, Detail = Message, RetryAfter = RetryAfter, Errors = Errors };
}
