using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Tool.Cloud;

namespace FunctionsObo.Tool.Doctor.Credentials;

/// <summary>A token as the app itself for each downstream API (client credentials), by the engine. The tokens are not kept.</summary>
internal static class AppTokens
{
    /// <returns>What failed; nothing when the identity platform takes the credential for each API.</returns>
    public static async Task<IReadOnlyList<TokenFailure>> AskAsync(Examination patient, CancellationToken cancellationToken)
    {
        var failures = new List<TokenFailure>();
        foreach (var api in patient.Apis)
        {
            try
            {
                var target = new TargetApi(api.Name, [$"{patient.ScopeOf(api.Options.Scopes[0]).Resource}/{ScopeName.Default}"]);
                await patient.Engine.Get<OboTokenProvider>().GetTokenForAppAsync(target, TenantOf(patient), cancellationToken);
            }
            catch (ProblemException none)
            {
                failures.Add(TokenFailure.Of(patient, api.Name, none));
            }
        }

        return failures;
    }

    /// <summary>A multi-tenant app acts in the tenant that is named beside its settings.</summary>
    public static string? TenantOf(Examination patient) => IsAnyTenant(patient.Registration.TenantId) ? patient.Reach.Cloud?.Tenant : null;

    /// <summary>Whether there is no tenant to ask for a token as the app.</summary>
    public static bool IsTenantMissing(Examination patient) => IsAnyTenant(patient.Registration.TenantId) && (patient.Reach.Cloud?.Tenant is not { } tenant || IsAnyTenant(tenant));

    private static bool IsAnyTenant(string tenant) => tenant is "common" or "organizations" or "consumers";
}
