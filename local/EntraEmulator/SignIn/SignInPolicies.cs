using EntraEmulator.Grants;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;

namespace EntraEmulator.SignIn;

/// <summary>What the policies ask of a sign-in, for all APIs that it is for.</summary>
internal sealed class SignInPolicies(PolicyCheck check, Permissions permissions, Accounts accounts, TimeProvider time)
{
    /// <exception cref="Errors.EntraErrorException">There is no such API.</exception>
    public AccessPolicy? Unmet(AuthorizeRequest request, SignedIn account) => Unmet(request.Destination.Tenant, request.Scopes, request.Claims, account);

    /// <exception cref="Errors.EntraErrorException">There is no such API.</exception>
    public AccessPolicy? Unmet(TenantPath path, IEnumerable<ScopeRequest> scopes, ClaimsRequest claims, SignedIn account)
    {
        var tenant = accounts.TenantOf(path, account.User);
        return check.Unmet(permissions.ResourcesOfSignIn(tenant, scopes), claims, account.User, account.SessionId);
    }

    /// <summary>Whether only signing in again helps.</summary>
    public bool IsTooOld(AccessPolicy policy, SignedIn account) => policy.SignInFrequencySeconds is { } seconds && account.At + TimeSpan.FromSeconds(seconds) <= time.GetUtcNow();
}
