using EntraEmulator.Errors;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.Graph;

/// <summary>Judges the bearer token of a request to the directory, as every API judges its tokens.</summary>
internal sealed class CallerReader(EmulatorUrls urls, KeyRing keys, TenantDirectory directory, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    private static readonly TimeSpan NotBeforeSkew = TimeSpan.FromMinutes(5);

    /// <exception cref="GraphErrorException">There is no good token for Graph.</exception>
    public async Task<GraphCaller> ReadAsync(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) throw GraphErrors.NotSignedIn("Access token is empty.");
        var token = Jws.Parse(header[Scheme.Length..].Trim()) ?? throw GraphErrors.NotSignedIn("CompactToken parsing failed: the token is no JWT.");
        await CheckSignatureAsync(token);
        var tenant = CheckClaims(token);
        return CallerOf(token, tenant);
    }

    private async Task CheckSignatureAsync(Jws token)
    {
        var key = (token.Header("kid") ?? token.Header("x5t")) is { } id ? keys.Find(id) : null;
        if (key is null || !await token.IsSignedWithAsync(key.SecurityKey)) throw GraphErrors.NotSignedIn("Access token validation failure. Signature is invalid.");
    }

    private Tenant CheckClaims(Jws token)
    {
        var tenant = directory.FindTenant(token.Claim("tid") ?? "");
        var issuer = token.Claim("iss");
        if (tenant is null || (issuer != urls.Issuer(tenant.Id) && issuer != urls.Issuer(tenant.Id, version: 1)))
            throw GraphErrors.NotSignedIn("Access token validation failure. Invalid issuer.");
        var graph = directory.Graph;
        var audience = token.Claim("aud");
        if (audience is null || (audience != graph.Audience && !graph.IsAudience(audience)))
            throw GraphErrors.NotSignedIn("Access token validation failure. Invalid audience.");
        var now = time.GetUtcNow();
        if (!(now < token.Time("exp")) || (token.HasClaim("nbf") && !(token.Time("nbf") - NotBeforeSkew <= now)))
            throw GraphErrors.NotSignedIn("Lifetime validation failed, the token is expired.");
        if (!token.HasClaim("azp") && !token.HasClaim("appid")) throw GraphErrors.NotSignedIn("Access token validation failure. It is no access token.");
        return tenant;
    }

    private GraphCaller CallerOf(Jws token, Tenant tenant)
    {
        var objectId = token.Claim("oid") ?? "";
        var client = directory.FindApplication(token.Claim("azp") ?? token.Claim("appid") ?? "");
        if (token.Claim("scp") is { } scopes)
        {
            var user = directory.FindUser(tenant.Id, objectId) ?? throw NobodyThere();
            return new GraphCaller(tenant, user, user.ObjectId, scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)) { Client = client };
        }

        if (client?.PrincipalIn(tenant) is not { Enabled: true } principal) throw NobodyThere();
        return new GraphCaller(tenant, User: null, principal.Id, token.Claims("roles")) { Client = client };
    }

    private static GraphErrorException NobodyThere() =>
        GraphErrors.With(StatusCodes.Status401Unauthorized, "Authorization_IdentityNotFound", "The identity of the calling application could not be established.");
}
