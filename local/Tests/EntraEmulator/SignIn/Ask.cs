using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>An authorization request, written by hand.</summary>
internal static class Ask
{
    public const string Redirect = "http://localhost:5555";

    /// <summary>43 characters, as RFC 7636 has them.</summary>
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public static string Challenge => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <param name="changes">Parameters in place of the usual ones; an empty value takes one away.</param>
    public static string For(params (string Name, string Value)[] changes) => For("contoso", changes);

    public static string For(string tenant, params (string Name, string Value)[] changes)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = WellKnown.CliClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = Redirect,
            ["scope"] = $"openid offline_access {WellKnown.FunctionAppIdUri}/access_as_user",
            ["state"] = "a state=&",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes) parameters[name] = value;
        return $"{tenant}/oauth2/v2.0/authorize?{string.Join('&', parameters.Where(one => one.Value.Length > 0).Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"))}";
    }

    /// <param name="code">The code.</param>
    /// <param name="changes">Parameters in place of the usual ones; an empty value takes one away.</param>
    public static IEnumerable<KeyValuePair<string, string>> Redeem(string? code, params (string Name, string Value)[] changes)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = WellKnown.CliClientId,
            ["redirect_uri"] = Redirect,
            ["code"] = code ?? "",
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in changes) form[name] = value;
        return form.Where(one => one.Value.Length > 0);
    }
}
