using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.Grants;

/// <summary>A refresh token, exchanged for new tokens of its user, for any API that its client has consent for.</summary>
internal sealed class RefreshTokenGrant(TenantDirectory directory, RefreshTokens refreshTokens, Permissions permissions, UserTokens tokens, SignInRecords records, TimeProvider time) : IGrant
{
    public string GrantType => "refresh_token";

    public string Name => "refresh_token";

    public bool IsForPage(TokenForm form) => refreshTokens.Open(form.Optional("refresh_token") ?? "")?.IsOfPage == true;

    public Task<JsonObject> AnswerAsync(GrantRequest request)
    {
        var content = refreshTokens.Open(request.Form.Required("refresh_token"));
        var client = request.Client.Application;
        if (content is null || !string.Equals(content.ClientId, client.ClientId, StringComparison.Ordinal))
            throw Refuse.Grant(70000, "Provided grant is invalid or malformed.");
        if (content.ExpiresOn <= time.GetUtcNow())
            throw content.IsOfPage
                ? Refuse.Grant(700084, "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page.")
                : Refuse.Grant(700082, "The refresh token has expired due to inactivity.");
        if (directory.FindTenant(content.TenantId) is not { } own || directory.FindUser(content.TenantId, content.ObjectId) is not { } owner)
            throw Refuse.Grant(50034, $"The user account {{EmailHidden}} does not exist in the {content.TenantId} directory.");
        var tenant = request.Tenant.Tenant ?? own;
        var user = tenant == own ? owner : directory.Users.FirstOrDefault(one => string.Equals(one.TenantId, tenant.Id, StringComparison.OrdinalIgnoreCase) && one.Account == owner.Account)
            ?? throw Refuse.Grant(90072, $"The user account of the refresh token does not exist in tenant '{tenant.Name}' and cannot access the application in that tenant.");
        if (records.IsRevoked(owner, content.IssuedOn)) throw Revoked.Grant(content.IssuedOn, records.RevokedAt(owner.TenantId, owner.ObjectId)!.Value);
        if (records.IsRevoked(user, content.IssuedOn)) throw Revoked.Grant(content.IssuedOn, records.RevokedAt(user.TenantId, user.ObjectId)!.Value);
        var scopes = ScopeRequest.Parse(request.Form.Optional("scope") ?? content.Scope);
        return Task.FromResult(tokens.Answer(request, tenant, user, permissions.OfSignIn(client, tenant, user, scopes), new SignInFacts(Nonce: null, content.SessionId) { PageEndsOn = content.IsOfPage ? content.ExpiresOn : null }));
    }
}
