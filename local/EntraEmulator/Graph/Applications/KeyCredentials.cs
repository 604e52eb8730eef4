using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Applications;

/// <summary>Certificates: https://learn.microsoft.com/graph/api/resources/keycredential. A PATCH replaces the list; who is named by <c>keyId</c> without a <c>key</c> stays.</summary>
internal static class KeyCredentials
{
    /// <param name="app">The application.</param>
    /// <param name="withKeys">Whether the certificates themselves are shown.</param>
    public static IEnumerable<JsonObject> Of(AppRegistration app, bool withKeys) => app.Credentials.Certificates.Select(one => new JsonObject
    {
        ["customKeyIdentifier"] = Convert.ToHexString(one.Certificate.GetCertHash()),
        ["displayName"] = one.DisplayName ?? one.Certificate.Subject,
        ["endDateTime"] = new DateTimeOffset(one.Certificate.NotAfter).Written(),
        ["key"] = withKeys ? Convert.ToBase64String(one.Certificate.RawData) : null,
        ["keyId"] = one.KeyId,
        ["startDateTime"] = new DateTimeOffset(one.Certificate.NotBefore).Written(),
        ["type"] = "AsymmetricX509Cert",
        ["usage"] = "Verify",
    });

    /// <exception cref="GraphErrorException">One is no certificate.</exception>
    public static IReadOnlyList<RegisteredCertificate> Read(AppRegistration app, IReadOnlyList<JsonObject> wanted, bool isNew) => [.. wanted.Select(one => Read(app, one, isNew))];

    private static RegisteredCertificate Read(AppRegistration app, JsonObject wanted, bool isNew)
    {
        var keyId = wanted.Text("keyId");
        if (isNew && keyId is not null) throw GraphErrors.Unexpected("keyId");
        if (wanted.Text("key") is not { } key)
            return app.Credentials.Certificates.FirstOrDefault(one => string.Equals(one.KeyId, keyId, StringComparison.OrdinalIgnoreCase)) ?? throw GraphErrors.InvalidValue("key", "A new credential has to have one.");
        if (wanted.Text("type") is not "AsymmetricX509Cert" || wanted.Text("usage") is not "Verify") throw GraphErrors.InvalidValue("keyCredentials", "The type is AsymmetricX509Cert and the usage Verify.");
        try
        {
            return new RegisteredCertificate(Convert.FromBase64String(key)) { KeyId = keyId ?? Guid.NewGuid().ToString(), DisplayName = wanted.Text("displayName") };
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw GraphErrors.InvalidValue("key", "It has to be the base64 of a certificate in DER.");
        }
    }
}
