using System.Text;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Tokens;

/// <summary>Whose account signed in, for the client's cache: MSAL's <c>client_info</c>.</summary>
internal static class ClientInfo
{
    public static string Of(User user) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes($$"""{"uid":"{{user.Account.ObjectId}}","utid":"{{user.Account.TenantId}}"}"""));
}
