using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using Microsoft.IdentityModel.Tokens;
using TestSupport;

namespace Local.Tests.EntraEmulator;

internal static class Some
{
    public const string OnBehalfOf = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>A good on-behalf-of request of FunctionApp.</summary>
    public static Dictionary<string, string> Exchange(string assertion, string scope = $"{WellKnown.GraphIdUri}/User.Read") => new(StringComparer.Ordinal)
    {
        ["grant_type"] = OnBehalfOf,
        ["client_id"] = WellKnown.FunctionAppClientId,
        ["client_secret"] = WellKnown.FunctionAppSecret,
        ["requested_token_use"] = "on_behalf_of",
        ["assertion"] = assertion,
        ["scope"] = scope,
    };

    /// <summary>A good client-credentials request of the daemon.</summary>
    public static Dictionary<string, string> DaemonRequest() => new(StringComparer.Ordinal)
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = WellKnown.DaemonClientId,
        ["client_secret"] = WellKnown.DaemonSecret,
        ["scope"] = $"{WellKnown.FunctionAppIdUri}/.default",
    };

    /// <summary>The same with a client assertion instead of the secret.</summary>
    public static Dictionary<string, string> DaemonRequest(string clientAssertion)
    {
        var form = DaemonRequest();
        form.Remove("client_secret");
        form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        form["client_assertion"] = clientAssertion;
        return form;
    }

    public static X509Certificate2 Certificate(DateTimeOffset? notAfter = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=FunctionApp", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), notAfter ?? new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    public static JsonElement Header(string token) => Part(token, 0);

    public static JsonElement Payload(string token) => Part(token, 1);

    /// <summary>The token's claims with changes, signed anew with the current key.</summary>
    public static string Changed(this Emulator emulator, string token, Action<JsonObject> change)
    {
        var claims = JsonNode.Parse(Payload(token).GetRawText())!.AsObject();
        change(claims);
        return emulator.Sign(new SignRequest { Header = new JsonObject(), Payload = claims });
    }

    private static JsonElement Part(string token, int index) => JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.Split('.')[index])).RootElement;
}
