namespace EntraEmulator.Errors;

/// <summary>
/// The refusals that are common to all grants. Codes and their meaning: https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
/// </summary>
internal static class Refuse
{
    public static EntraErrorException UnknownTenant(string tenant) => With(
        "invalid_request", 90002, $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.");

    public static EntraErrorException NotAPost(string method) => With(
        "invalid_request", 900561, $"The endpoint only accepts POST requests. Received a {method} request.");

    public static EntraErrorException Missing(string parameter) => With(
        "invalid_request", 900144, $"The request body must contain the following parameter: '{parameter}'.");

    public static EntraErrorException Duplicated(string parameter) => With(
        "invalid_request", 9000411, $"The request is not properly formatted. The parameter '{parameter}' is duplicated.");

    public static EntraErrorException Malformed(string reason) => With(
        "invalid_request", 9002313, $"Invalid request. Request is malformed or invalid. {reason}");

    public static EntraErrorException ResourceParameter() => With(
        "invalid_request", 901002, "The 'resource' request parameter is not supported.");

    public static EntraErrorException UnsupportedGrant(string grant) => With(
        "unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{grant}'.");

    public static EntraErrorException GrantNeedsATenant(string tenant) => With(
        "invalid_request", 90010, $"The grant type is not supported over the /{tenant} endpoint. Please use a tenant-specific endpoint.");

    public static EntraErrorException UnknownClient(string clientId, string tenant) => With(
        "unauthorized_client", 700016, $"Application with identifier '{clientId}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.");

    public static EntraErrorException MalformedToken(string error, string reason) => With(
        error, 50027, $"JWT token is invalid or malformed. {reason}");

    public static EntraErrorException Grant(int code, string message) => With("invalid_grant", code, message);

    public static EntraErrorException Unauthorized(int code, string message) => With("unauthorized_client", code, message);

    public static EntraErrorException Client(int code, string message) => With("invalid_client", code, message);

    public static EntraErrorException With(string error, int code, string message) => new(new EntraError(error, code, message));
}
