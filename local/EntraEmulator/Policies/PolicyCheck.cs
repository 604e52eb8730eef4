using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.Policies;

/// <summary>Whether a sign-in meets the policies for what it is to be used for.</summary>
internal sealed class PolicyCheck(AccessPolicies policies, SignInRecords records, TimeProvider time)
{
    /// <param name="resources">The APIs that tokens are asked for.</param>
    /// <param name="claims">What is asked for besides: authentication contexts, and policies that a challenge named.</param>
    /// <param name="user">Whose tokens they are.</param>
    /// <param name="sessionId">The sign-in; null for one that nothing is known of.</param>
    /// <returns>The first policy that is not met; null when all are.</returns>
    public AccessPolicy? Unmet(IEnumerable<AppRegistration> resources, ClaimsRequest claims, User user, string? sessionId)
    {
        var record = records.Find(sessionId);
        var apis = resources.ToList();
        return policies.All.FirstOrDefault(policy => policy.Require != PolicyRequirement.AdminConsent && Counts(policy, apis, claims, user) && !IsMet(policy, record));
    }

    /// <summary>Whether users may not consent by themselves to permissions on an API.</summary>
    public bool ConsentIsForAdministrators(AppRegistration resource, User user) =>
        policies.All.Any(policy => policy.Require == PolicyRequirement.AdminConsent && Counts(policy, [resource], ClaimsRequest.None, user));

    /// <exception cref="EntraErrorException">A policy is not met: with a claims challenge, if the user can meet it.</exception>
    public void Demand(AppRegistration resource, ClaimsRequest claims, User user, string? sessionId)
    {
        if (Unmet([resource], claims, user, sessionId) is { } policy) throw Refusal(policy);
    }

    /// <summary>As the token endpoint says it.</summary>
    public static EntraErrorException Refusal(AccessPolicy policy) => policy.Require == PolicyRequirement.Block
        ? new(new EntraError("invalid_grant", 53003, "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.") { Suberror = "message_only" })
        : new(new EntraError(
            "invalid_grant", policy.Require == PolicyRequirement.Mfa ? 50076 : 70043,
            policy.Require == PolicyRequirement.Mfa
                ? "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource."
                : "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access.")
        {
            Suberror = "basic_action",
            Claims = new JsonObject { ["access_token"] = new JsonObject { ["capolids"] = new JsonObject { ["essential"] = true, ["values"] = new JsonArray(policy.Id) } } }.ToJsonString(),
        });

    private bool Counts(AccessPolicy policy, List<AppRegistration> resources, ClaimsRequest claims, User user)
    {
        if (policy.OutsideOnly && policies.IsTrustedLocation) return false;
        if (policy.User is { } one && !user.IsCalled(one)) return false;
        if (claims.PolicyIds.Contains(policy.Id, StringComparer.OrdinalIgnoreCase)) return true;
        if (policy.AuthenticationContext is { } context && !claims.Contexts.Contains(context, StringComparer.OrdinalIgnoreCase)) return false;
        return policy.Api is null || resources.Exists(resource => resource.IsAudience(policy.Api) || string.Equals(resource.Name, policy.Api, StringComparison.OrdinalIgnoreCase));
    }

    private bool IsMet(AccessPolicy policy, SignInRecord? record)
    {
        if (policy.Require == PolicyRequirement.Block) return false;
        if (policy.Require == PolicyRequirement.Mfa && record?.SecondFactorAt is null) return false;
        return policy.SignInFrequencySeconds is not { } seconds || (record is not null && record.At + TimeSpan.FromSeconds(seconds) > time.GetUtcNow());
    }
}
