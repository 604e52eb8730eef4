using System.Net;

namespace FunctionsObo.Tool.Cloud.Graph;

/// <summary>What to do about a refusal of Microsoft Graph, where the code says enough (https://learn.microsoft.com/graph/api/resources/applicationauthenticationmethodpolicy).</summary>
internal static class GraphFixes
{
    /// <returns>The fix; null when none is known.</returns>
    public static string? Of(GraphFault fault) => fault switch
    {
        _ when fault.Is("CredentialInvalidLifetimeAsPerAppPolicy") => "The tenant's policy wants secrets that last less long: fewer --secret-days, or a managed identity (--managed-identity).",
        _ when fault.Is("CredentialTypeNotAllowedAsPerAppPolicy") => "The tenant's policy forbids this kind of credential: --credential certificate, or a managed identity (--managed-identity).",
        _ when fault.Is("SignInAudienceNotAllowedAsPerAppPolicy") => "The tenant's policy allows only applications of this tenant: set AzureAd:TenantId to its id.",
        _ when fault.Is("ServiceTreeValueMissing") => "The tenant wants an entry of its service catalogue: --service-management-reference.",
        _ when fault.Is("CannotDeleteOrUpdateEnabledEntitlement") => "An enabled scope or app role is not changed: disable it in the portal first, and wait a minute.",
        { Status: HttpStatusCode.Forbidden } => "Who signed in may not do this: ask for the role Application Developer (Cloud Application Administrator to consent), or give an administrator what 'register --dry-run --output json' prints.",
        { Status: HttpStatusCode.Unauthorized } => "The sign-in is not good for Microsoft Graph: sign in again.",
        _ => null,
    };
}
