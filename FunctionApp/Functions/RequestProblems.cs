using System.Net;
using FunctionsObo.Errors;

namespace FunctionApp.Functions;

/// <summary>The caller is known and admitted, and the request's body is not what the function takes.</summary>
internal static class RequestProblems
{
    public static ProblemException UnreadableBody() => new(HttpStatusCode.BadRequest, "unreadable_body", "The body must be a JSON object.");

    /// <param name="errors">What is wrong, by field.</param>
    public static ProblemException InvalidFields(IReadOnlyDictionary<string, string[]> errors) =>
        new(HttpStatusCode.BadRequest, "invalid_fields", "Fields of the body are missing or wrong; 'errors' names them.") { Errors = errors };

    public static ProblemException BodyTooLarge(int maximumBytes) =>
        new(HttpStatusCode.RequestEntityTooLarge, "body_too_large", $"The body may have at most {maximumBytes} bytes.");
}
