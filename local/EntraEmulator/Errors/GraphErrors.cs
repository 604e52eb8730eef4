using System.Globalization;

namespace EntraEmulator.Errors;

/// <summary>The refusals of the directory that more than one call has.</summary>
internal static class GraphErrors
{
    public static GraphErrorException NotSignedIn(string message) => With(401, "InvalidAuthenticationToken", message);

    public static GraphErrorException Denied() => With(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

    public static GraphErrorException NotFound(string id) => With(
        404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    public static GraphErrorException Bad(string message) => With(400, "Request_BadRequest", message);

    public static GraphErrorException Bad(string message, string code, string target) => new(new GraphError(400, "Request_BadRequest", message) { Detail = (code, target) });

    public static GraphErrorException Unexpected(string property) => Bad($"Unexpected contents in request body. Property '{property}' is not known, or can't be set here.");

    public static GraphErrorException InvalidValue(string property, string why) => With(400, "InvalidValue", $"Invalid value specified for property '{property}'. {why}");

    public static GraphErrorException Unsupported(string message) => With(400, "Request_UnsupportedQuery", message);

    public static GraphErrorException Exists(string message) => With(409, "Request_MultipleObjectsWithSameKeyValue", message);

    public static GraphErrorException With(int status, string code, string message) => new(new GraphError(status, code, message));

    /// <summary>What a fault script says: a code, a status, or both.</summary>
    public static GraphError Scripted(string? code, int? status, string? message) => new(
        status ?? 400,
        code ?? (status switch
        {
            401 => "InvalidAuthenticationToken",
            403 => "Authorization_RequestDenied",
            404 => "Request_ResourceNotFound",
            409 => "Directory_ConcurrencyViolation",
            429 => "TooManyRequests",
            503 => "ServiceUnavailable",
            >= 500 => "InternalServerError",
            _ => "Request_BadRequest",
        }),
        message ?? string.Create(CultureInfo.InvariantCulture, $"A scripted failure with status {status ?? 400}."));
}
