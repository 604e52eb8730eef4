using FunctionsObo.OnBehalfOf.Exchange;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Registration;

/// <summary>Checks section AzureAd at start: every error at once, each with its key and the mend.</summary>
internal sealed class AzureAdOptionsValidator : IValidateOptions<AzureAdOptions>
{
    private static readonly string[] Algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public ValidateOptionsResult Validate(string? name, AzureAdOptions options)
    {
        var errors = new List<string>();
        CheckRegistration(options, errors);
        CheckAcceptance(options, errors);
        CredentialRules.Check(options, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckRegistration(AzureAdOptions options, List<string> errors)
    {
        if (!Uri.TryCreate(options.Instance, UriKind.Absolute, out var instance) || instance.Scheme != Uri.UriSchemeHttps)
            errors.Add("AzureAd:Instance must be an absolute https URL, for example https://login.microsoftonline.com/.");
        else if (instance.AbsolutePath != "/" || instance.Query.Length > 0 || instance.UserInfo.Length > 0)
            errors.Add("AzureAd:Instance must be a host alone; the tenant goes into AzureAd:TenantId.");

        if (options.TenantId.Length == 0)
            errors.Add("AzureAd:TenantId is missing: set the directory (tenant) id of the app registration, or 'organizations' for a multi-tenant API.");
        else if (!IsTenant(options.TenantId))
            errors.Add("AzureAd:TenantId must be a GUID, a domain name, 'organizations' or 'common'.");

        if (options.ClientId.Length == 0)
            errors.Add("AzureAd:ClientId is missing: set the application (client) id of the app registration.");
        else if (!Guid.TryParseExact(options.ClientId, "D", out _))
            errors.Add("AzureAd:ClientId must be the application id, a GUID; an App ID URI (api://…) goes into AzureAd:Audience.");
    }

    private static void CheckAcceptance(AzureAdOptions options, List<string> errors)
    {
        CheckEach(options.AllowedTenants, "AllowedTenants", value => Guid.TryParseExact(value, "D", out _), "must be a tenant id, a GUID", errors);
        CheckEach(options.AllowedClientApplications, "AllowedClientApplications", value => Guid.TryParseExact(value, "D", out _), "must be a client id, a GUID", errors);
        CheckEach(options.AllowedAlgorithms, "AllowedAlgorithms", Algorithms.Contains, $"must be one of {string.Join(", ", Algorithms)}", errors);
        CheckEach(options.TokenVersions, "TokenVersions", value => value is "1.0" or "2.0", "must be 1.0 or 2.0", errors);
        CheckEach(options.Audiences, "Audiences", value => value.Length > 0, "must not be empty", errors);
        CheckEach(options.ClientCapabilities, "ClientCapabilities", value => value.Length > 0, "must not be empty", errors);
        CheckEach(options.AllowedMetadataHosts, "AllowedMetadataHosts", value => Uri.CheckHostName(value) != UriHostNameType.Unknown, "must be a host name without scheme and path", errors);

        if (options.Audience is { Length: 0 })
            errors.Add("AzureAd:Audience is empty: remove the key to accept the client id and api://{ClientId}.");
        CheckRange(options.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5), "ClockSkew", errors);
        CheckRange(options.UnknownKeyCooldown, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "UnknownKeyCooldown", errors);
        CheckRange(options.MetadataRefreshInterval, TimeSpan.FromMinutes(5), TimeSpan.FromDays(7), "MetadataRefreshInterval", errors);
        CheckRange(options.ValidatedTokenMaximumAge, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "ValidatedTokenMaximumAge", errors);
        if (options.ValidatedTokenCacheSize is < 100 or > 1_000_000) errors.Add("AzureAd:ValidatedTokenCacheSize must be from 100 to 1000000.");
    }

    private static bool IsTenant(string value) =>
        Guid.TryParseExact(value, "D", out _)
        || value is "organizations" or "common" or "consumers"
        || (value.Contains('.') && Uri.CheckHostName(value) == UriHostNameType.Dns);

    private static void CheckEach(IList<string> values, string key, Predicate<string> rule, string mend, List<string> errors)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is null || !rule(values[i])) errors.Add($"AzureAd:{key}:{i} {mend}.");
        }
    }

    private static void CheckRange(TimeSpan value, TimeSpan least, TimeSpan most, string key, List<string> errors)
    {
        if (value < least || value > most) errors.Add($"AzureAd:{key} must be from {least:c} to {most:c}.");
    }
}
