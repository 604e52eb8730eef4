using System.Text;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Tokens;

/// <summary>Who signed in, for the client's cache: MSAL's <c>client_info</c>.</summary>
internal static class ClientInfo
{
    public static string Of(User user) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes($$"""{"uid":"{{user.ObjectId}}","utid":"{{user.TenantId}}"}"""));
}
