namespace FunctionsObo.Registration;

/// <summary>
/// This API's registration at the identity platform: section <c>AzureAd</c>, with the key names of Microsoft.Identity.Web
/// (https://learn.microsoft.com/entra/identity-platform/scenario-web-api-call-api-app-configuration).
/// </summary>
public sealed class AzureAdOptions
{
    internal const string Section = "AzureAd";

    /// <summary>The cloud: an absolute https URL. Default <c>https://login.microsoftonline.com/</c>; sovereign clouds have their own.</summary>
    public string Instance { get; set; } = "https://login.microsoftonline.com/";

    /// <summary>Required. The tenant's GUID or domain, or <c>organizations</c> or <c>common</c> for a multi-tenant API.</summary>
    public string TenantId { get; set; } = "";

    /// <summary>Required. The application (client) id: a GUID, not the App ID URI.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>An accepted audience. Default, when there is none here and in <see cref="Audiences"/>: the client id and <c>api://{ClientId}</c>.</summary>
    public string? Audience { get; set; }

    /// <summary>Accepted audiences, besides <see cref="Audience"/>. Compared exactly.</summary>
    public IList<string> Audiences { get; set; } = [];

    /// <summary>A client secret, the short form of one entry in <see cref="ClientCredentials"/>; never both.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>How this API proves who it is, in order of preference: the first that can be loaded is used.</summary>
    public IList<CredentialDescription> ClientCredentials { get; set; } = [];

    /// <summary>Whether to send the certificate's chain (x5c) with client assertions, for subject-name-and-issuer trust. Default false.</summary>
    public bool SendX5C { get; set; }

    /// <summary><c>cp1</c> declares that this API and its clients handle claims challenges (continuous access evaluation). Default none.</summary>
    public IList<string> ClientCapabilities { get; set; } = [];

    /// <summary>The tenants whose tokens are accepted, as GUIDs. Default empty: every tenant that <see cref="TenantId"/> admits.</summary>
    public IList<string> AllowedTenants { get; set; } = [];

    /// <summary>The client applications (<c>azp</c>/<c>appid</c>) that may call. Default empty: every client that got a token.</summary>
    public IList<string> AllowedClientApplications { get; set; } = [];

    /// <summary>The access-token versions that are accepted: <c>2.0</c>, <c>1.0</c>. Default only <c>2.0</c>.</summary>
    public IList<string> TokenVersions { get; set; } = [];

    /// <summary>The signature algorithms that are accepted: RS, PS and ES, with 256, 384 and 512. Default only <c>RS256</c>.</summary>
    public IList<string> AllowedAlgorithms { get; set; } = [];

    /// <summary>How far clocks may differ. 0 to 5 minutes, default 60 seconds.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Hosts, besides the instance's own, that the metadata's <c>jwks_uri</c> and <c>issuer</c> may name. Default none.</summary>
    public IList<string> AllowedMetadataHosts { get; set; } = [];

    /// <summary>The least time between two fetches of keys for a key id that is not known. 1 second to 1 hour, default 30 seconds.</summary>
    public TimeSpan UnknownKeyCooldown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often keys are fetched in the background, give or take a tenth. 5 minutes to 7 days, default 24 hours.</summary>
    public TimeSpan MetadataRefreshInterval { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many good tokens are remembered. 100 to 1,000,000, default 50,000; one takes about half a kilobyte.</summary>
    public int ValidatedTokenCacheSize { get; set; } = 50_000;

    /// <summary>After how long a remembered token is validated again. 1 second to 1 hour, default 10 minutes.</summary>
    public TimeSpan ValidatedTokenMaximumAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The public address of this API with its route prefix, as clients use it: an absolute https URL such as
    /// <c>https://orders.contoso.com/api</c>. Challenges and the protected resource metadata (RFC 9728) name it. Default, also when it is
    /// empty: in Azure <c>https://{WEBSITE_HOSTNAME}/api</c>; elsewhere none, and then no challenge points to metadata.
    /// </summary>
    public string? ResourceUrl { get; set; }

    /// <summary>What people know this API as, for the protected resource metadata. Default: the application's name.</summary>
    public string? ResourceName { get; set; }

    /// <summary>
    /// Whether IdentityModel may put what is in tokens into its events (<c>IdentityModelEventSource.ShowPII</c>). Default false;
    /// true stops the start outside Development.
    /// </summary>
    public bool EnablePiiLogging { get; set; }

    /// <summary>Whether the API is for users of more than one tenant.</summary>
    internal bool IsMultiTenant => TenantId is "organizations" or "common";

    internal IReadOnlyCollection<string> EffectiveAlgorithms => AllowedAlgorithms.Count > 0 ? [.. AllowedAlgorithms] : ["RS256"];

    internal IReadOnlyCollection<string> EffectiveTokenVersions => TokenVersions.Count > 0 ? [.. TokenVersions] : ["2.0"];

    internal IReadOnlyCollection<string> EffectiveAudiences =>
        (Audience, Audiences.Count) switch
        {
            (null, 0) => [ClientId, $"api://{ClientId}"],
            (null, _) => [.. Audiences],
            _ => [Audience, .. Audiences],
        };
}
