using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Grants;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.SignIn;

/// <summary>
/// A device asks whether its user has signed in (RFC 8628 section 3.4). MSAL writes the grant's name without the urn. Entra has no <c>slow_down</c>, and MSAL would end on it.
/// </summary>
internal sealed class DeviceCodeGrant(string grantType, Accounts accounts, DeviceCodes codes, Permissions permissions, UserTokens tokens, TimeProvider time) : IGrant
{
    public static readonly string[] Spellings = ["urn:ietf:params:oauth:grant-type:device_code", "device_code"];

    public string GrantType => grantType;

    public string Name => "device_code";

    public Task<JsonObject> AnswerAsync(GrantRequest request)
    {
        var code = request.Form.Optional("device_code") ?? request.Form.Required("code");
        if (codes.Find(code) is not { } signIn || signIn.Client.ClientId != request.Client.Application.ClientId || signIn.State == DeviceState.Redeemed)
            throw Refuse.With("bad_verification_code", 70018, "Invalid verification code.");
        if (signIn.State == DeviceState.Declined) throw Refuse.With("authorization_declined", 70017, "The user declined to approve the device code.");
        if (signIn.EndsOn <= time.GetUtcNow()) throw Refuse.With("expired_token", 70020, "The provided value for the input parameter 'device_code' is not valid. This device code has expired.");
        if (signIn.Account is not { } account) throw Refuse.With("authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");

        var tenant = accounts.TenantOf(signIn.Tenant, account.User);
        var granted = permissions.OfSignIn(request.Client.Application, tenant, account.User, ScopeRequest.ParseAll(request.Form.Optional("scope") ?? signIn.Scope)[0]);
        if (!signIn.Redeem()) throw Refuse.With("bad_verification_code", 70018, "Invalid verification code.");
        return Task.FromResult(tokens.Answer(request, tenant, account.User, granted, new SignInFacts(Nonce: null, account.SessionId)));
    }
}
