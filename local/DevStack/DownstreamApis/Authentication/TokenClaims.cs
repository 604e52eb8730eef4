using System.Runtime.InteropServices;
using System.Security.Claims;
using EntraEmulator.Tenants;

namespace DevStack.DownstreamApis.Authentication;

/// <summary>Names for the claims that the APIs look at.</summary>
internal static class TokenClaims
{
    public static string[] Scopes(this ClaimsPrincipal user) => user.FindFirstValue("scp")?.Split(' ') ?? [];

    /// <summary>Whose data it is: the immutable pair, never a name or mail address.</summary>
    public static UserKey UserKey(this ClaimsPrincipal user) => new(user.GuidOf("tid"), user.GuidOf("oid"));

    private static Guid GuidOf(this ClaimsPrincipal user, string claim) => Guid.TryParse(user.FindFirstValue(claim), out var id) ? id : default;
}

/// <summary>Tenant and object id: what a user's data is stored under.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UserKey(Guid TenantId, Guid ObjectId)
{
    public static UserKey Of(User user) => new(Guid.Parse(user.TenantId), Guid.Parse(user.ObjectId));

    public bool IsComplete => TenantId != default && ObjectId != default;
}
