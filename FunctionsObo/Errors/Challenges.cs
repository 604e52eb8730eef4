using System.Text;
using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Authorization;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Errors;

/// <summary>
/// The challenges of this API. All addresses in them come from the configuration and the identity platform's metadata,
/// never from the request.
/// </summary>
internal sealed class Challenges(IOptions<AzureAdOptions> options, MetadataStore metadata, ProtectedResource resource)
{
    /// <summary>No credentials: where to get a token, and no error code (RFC 6750 §3.1).</summary>
    public string NoCredentials() => Start().ToString();

    /// <summary>The request is malformed (RFC 6750 §3.1).</summary>
    public static string InvalidRequest(string description) =>
        new BearerChallenge().With("error", "invalid_request").With("error_description", description).ToString();

    /// <summary>The token is not valid (RFC 6750 §3.1).</summary>
    public string InvalidToken(string description) =>
        WithResource(new BearerChallenge().With("error", "invalid_token").With("error_description", description)).ToString();

    /// <summary>The token is valid and does not suffice; <paramref name="scopes"/> would (RFC 6750 §3.1).</summary>
    public static string InsufficientScope(IReadOnlyList<string> scopes, string description)
    {
        var challenge = new BearerChallenge().With("error", "insufficient_scope");
        if (scopes.Count > 0) challenge.With("scope", string.Join(' ', scopes));
        return challenge.With("error_description", description).ToString();
    }

    /// <summary>
    /// The user must do something, for which the client needs a token with these claims
    /// (https://learn.microsoft.com/entra/identity-platform/claims-challenge): standard padded base64, all in one header.
    /// </summary>
    public string InsufficientClaims(string claims) => Start()
        .With("client_id", options.Value.ClientId)
        .With("error", "insufficient_claims")
        .With("claims", Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)))
        .ToString();

    private BearerChallenge Start() => WithResource(new BearerChallenge()
        .With("realm", "")
        .With("authorization_uri", AuthorizationUri));

    /// <summary>In every 401, RFC 9728 §5.1; in the same challenge, as MSAL reads the first one alone.</summary>
    private BearerChallenge WithResource(BearerChallenge challenge) =>
        resource.MetadataUrl is { } url ? challenge.With("resource_metadata", url) : challenge;

    /// <summary>As the metadata says; before there is any, as Entra's addresses are built.</summary>
    private string AuthorizationUri => metadata.Current?.AuthorizationEndpoint is { Length: > 0 } known
        ? known
        : new Uri(new Uri(options.Value.Instance), $"{options.Value.TenantId}/oauth2/v2.0/authorize").AbsoluteUri;
}
