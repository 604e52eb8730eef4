using System.Net;

namespace FunctionsObo.Errors;

/// <summary>The caller is known and admitted, and asks for something that cannot be.</summary>
internal static class RequestFailures
{
    public static readonly Failure UnreadableBody = new()
    {
        Status = HttpStatusCode.BadRequest,
        Code = "unreadable_body",
        Detail = "The body must be a JSON object.",
    };

    /// <summary>The Host header and the path make no URL together.</summary>
    public static readonly Failure MalformedAddress = new()
    {
        Status = HttpStatusCode.BadRequest,
        Code = "malformed_address",
        Detail = "The request's Host header is missing or no host's name.",
    };

    /// <summary>For callers who still wait: it is the host that stops, and another instance may answer.</summary>
    public static readonly Failure Cancelled = new()
    {
        Status = HttpStatusCode.ServiceUnavailable,
        Code = "cancelled",
        Detail = "The request was cancelled before it was answered; try again.",
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Failure InvalidFields(IReadOnlyDictionary<string, string[]> errors) => new()
    {
        Status = HttpStatusCode.BadRequest,
        Code = "invalid_fields",
        Detail = "Fields of the body are missing or wrong; 'errors' names them.",
        Errors = errors,
    };

    public static Failure BodyTooLarge(int maximumBytes) => new()
    {
        Status = HttpStatusCode.RequestEntityTooLarge,
        Code = "body_too_large",
        Detail = $"The body may have at most {maximumBytes} bytes.",
    };
}
