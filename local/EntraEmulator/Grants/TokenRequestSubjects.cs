using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.Grants;

/// <summary>Tells, before anything is validated, whom and what a token request is about.</summary>
internal sealed class TokenRequestSubjects(TenantDirectory directory, RefreshTokens refreshTokens)
{
    public FaultSubject Describe(TokenForm form, IGrant? grant)
    {
        var clientId = form.Basic?.ClientId ?? form.Optional("client_id") ?? "";
        var scope = form.Optional("scope") ?? "";
        return new FaultSubject(EmulatorEndpoint.Token)
        {
            User = User(form),
            ClientId = clientId,
            ClientName = directory.FindApplication(clientId)?.Name,
            Scope = scope,
            Resource = Resource(scope),
            Grant = grant?.Name,
        };
    }

    private User? User(TokenForm form)
    {
        if (form.Optional("assertion") is { } assertion && Jws.Parse(assertion) is { } token)
            return directory.FindUser(token.Claim("tid") ?? "", token.Claim("oid") ?? "");
        return form.Optional("refresh_token") is { } refreshToken && refreshTokens.Open(refreshToken) is { } content
            ? directory.FindUser(content.TenantId, content.ObjectId)
            : null;
    }

    private AppRegistration? Resource(string scope)
    {
        try
        {
            return directory.FindResource(ScopeRequest.Parse(scope).ResourceIdentifier);
        }
        catch (EntraErrorException)
        {
            return null;
        }
    }
}
