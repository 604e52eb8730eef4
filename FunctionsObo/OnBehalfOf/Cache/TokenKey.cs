using FunctionsObo.Authentication;
using FunctionsObo.Downstream.Resilience;

namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>
/// What a downstream token is kept by. The hash is the assertion's, or the tenant's for the app's own tokens: it stands for
/// user, tenant and calling client at once, since all three are in what is hashed. The target stands for our own client and the
/// scopes.
/// </summary>
internal readonly record struct TokenKey(TokenHash Holder, TokenTarget Target)
{
    /// <summary>The key of the app's own token in a tenant.</summary>
    public static TokenKey ForApp(string tenantId, TokenTarget target) => new(TokenHash.Compute($"app:{tenantId}"), target);
}
