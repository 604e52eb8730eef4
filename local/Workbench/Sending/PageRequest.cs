using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Workbench.Sending;

/// <summary>What the page wants sent: the body of <c>POST /requests</c>.</summary>
/// <param name="Method">GET, POST, PUT, PATCH or DELETE.</param>
/// <param name="Path">Below the app's <c>api/</c>, with its query.</param>
/// <param name="Token">The access token; null to send none.</param>
/// <param name="Body">A JSON body, or null.</param>
/// <param name="Callers">How many send it at the same moment.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PageRequest(string Method, string Path, string? Token = null, string? Body = null, int Callers = 1)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    private const int MostCallers = 500;

    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal) { "GET", "POST", "PUT", "PATCH", "DELETE" };

    /// <summary>What is wrong with it; null for nothing.</summary>
    /// <param name="app">The address that everything must be below.</param>
    /// <param name="emulator">The one issuer whose tokens are shown here.</param>
    public string? Problem(Uri app, Uri emulator)
    {
        if (!Methods.Contains(Method)) return $"'method' is one of {string.Join(", ", Methods)}.";
        if (Callers is < 1 or > MostCallers) return $"'callers' is a number from 1 to {MostCallers}.";
        if (!Address(app).AbsoluteUri.StartsWith(app.AbsoluteUri, StringComparison.Ordinal)) return $"'path' leads away from {app}.";
        return Token is null || IsOf(emulator, Token) ? null : $"This page shows tokens of the emulator, {emulator}, and no others. Send those of another issuer with another program.";
    }

    public Uri Address(Uri app) => new(app, Path.TrimStart('/'));

    /// <summary>It is sent and shown as it is: whether it is good, the app says.</summary>
    private static bool IsOf(Uri emulator, string token)
    {
        try
        {
            return new JsonWebToken(token).Issuer.StartsWith(emulator.AbsoluteUri, StringComparison.Ordinal);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or JsonException)
        {
            return false;
        }
    }

    /// <summary>Without the token.</summary>
    public override string ToString() => $"{Method} {Path}";
}
