using Microsoft.IdentityModel.Logging;

namespace FunctionsObo.Registration;

/// <summary>The rules for section AzureAd: every error at once, each with its key and the fix.</summary>
internal static class AzureAdRules
{
    /// <summary>Keys of Microsoft.Identity.Web that say nothing about an API like this one, and come along with copied sections.</summary>
    public static readonly string[] Ignored = ["Domain", "CallbackPath", "SignedOutCallbackPath", "Scopes"];

    private static readonly string[] Algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <param name="options">The section.</param>
    /// <param name="isDevelopment">Whether this is a developer's machine.</param>
    public static IEnumerable<string> Errors(AzureAdOptions options, bool isDevelopment) =>
        [.. RegistrationErrors(options), .. AcceptanceErrors(options), .. ResourceErrors(options), .. DisclosureErrors(options, isDevelopment), .. CredentialRules.Errors(options)];

    private static IEnumerable<string> RegistrationErrors(AzureAdOptions options)
    {
        if (!Uri.TryCreate(options.Instance, UriKind.Absolute, out var instance) || instance.Scheme != Uri.UriSchemeHttps)
            yield return "AzureAd:Instance must be an absolute https URL, for example https://login.microsoftonline.com/.";
        else if (instance.AbsolutePath != "/" || instance.Query.Length > 0 || instance.UserInfo.Length > 0)
            yield return "AzureAd:Instance must be only a host; the tenant goes into AzureAd:TenantId.";

        if (options.TenantId.Length == 0)
            yield return "AzureAd:TenantId is missing: set the directory (tenant) id of the app registration, or 'organizations' for a multi-tenant API.";
        else if (!IsTenant(options.TenantId))
            yield return "AzureAd:TenantId must be a GUID, a domain name, 'organizations' or 'common'.";

        if (options.ClientId.Length == 0)
            yield return "AzureAd:ClientId is missing: set the application (client) id of the app registration.";
        else if (!IsGuid(options.ClientId))
            yield return "AzureAd:ClientId must be the application id, a GUID; an App ID URI (api://…) goes into AzureAd:Audience.";
    }

    private static IEnumerable<string> AcceptanceErrors(AzureAdOptions options)
    {
        if (options.Audience is { Length: 0 }) yield return "AzureAd:Audience is empty: remove the key to accept the client id and api://{ClientId}.";
        if (options.ValidatedTokenCacheSize is < 100 or > 1_000_000) yield return "AzureAd:ValidatedTokenCacheSize must be from 100 to 1000000.";

        string?[] errors =
        [
            .. Each(options.AllowedTenants, "AllowedTenants", IsGuid, "must be a tenant id, a GUID"),
            .. Each(options.AllowedClientApplications, "AllowedClientApplications", IsGuid, "must be a client id, a GUID"),
            .. Each(options.AllowedAlgorithms, "AllowedAlgorithms", Algorithms.Contains, $"must be one of {string.Join(", ", Algorithms)}"),
            .. Each(options.TokenVersions, "TokenVersions", value => value is "1.0" or "2.0", "must be 1.0 or 2.0"),
            .. Each(options.Audiences, "Audiences", value => value.Length > 0, "must not be empty"),
            .. Each(options.ClientCapabilities, "ClientCapabilities", value => value.Length > 0, "must not be empty"),
            .. Each(options.AllowedMetadataHosts, "AllowedMetadataHosts", value => Uri.CheckHostName(value) != UriHostNameType.Unknown, "must be a host name without scheme and path"),
            Range(options.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5), "ClockSkew"),
            Range(options.UnknownKeyCooldown, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "UnknownKeyCooldown"),
            Range(options.MetadataRefreshInterval, TimeSpan.FromMinutes(5), TimeSpan.FromDays(7), "MetadataRefreshInterval"),
            Range(options.ValidatedTokenMaximumAge, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "ValidatedTokenMaximumAge"),
        ];
        foreach (var error in errors.OfType<string>()) yield return error;
    }

    private static IEnumerable<string> ResourceErrors(AzureAdOptions options)
    {
        if (options.ResourceUrl is { Length: > 0 } url && !HttpsUrl.IsPlain(url))
            yield return "AzureAd:ResourceUrl must be an absolute https URL without query and fragment (http only on this machine), for example https://orders.contoso.com/api.";
        if (options.ResourceName is { Length: 0 }) yield return "AzureAd:ResourceName is empty: remove the key to use the application's name.";
    }

    private static IEnumerable<string> DisclosureErrors(AzureAdOptions options, bool isDevelopment)
    {
        if (isDevelopment) yield break;
        if (options.EnablePiiLogging) yield return "AzureAd:EnablePiiLogging is only for development: remove it, or logs would hold personal data.";
        if (IdentityModelEventSource.ShowPII) yield return "IdentityModelEventSource.ShowPII is only for development: do not set it, or logs would hold personal data.";
    }

    private static bool IsGuid(string value) => Guid.TryParseExact(value, "D", out _);

    private static bool IsTenant(string value) =>
        IsGuid(value)
        || value is "organizations" or "common" or "consumers"
        || (value.Contains('.') && Uri.CheckHostName(value) == UriHostNameType.Dns);

    private static IEnumerable<string> Each(IList<string> values, string key, Predicate<string> rule, string fix) => values
        .Select((value, index) => value is null || !rule(value) ? $"AzureAd:{key}:{index} {fix}." : null)
        .OfType<string>();

    private static string? Range(TimeSpan value, TimeSpan least, TimeSpan most, string key) =>
        value < least || value > most ? $"AzureAd:{key} must be from {least:c} to {most:c}." : null;
}
