using System.Globalization;
using System.Text.Json;
using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Credentials;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// What of a failed token request may stand in a log: the OAuth error word, AADSTS numbers, status, and the ids by which Entra's own
/// logs find it (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). Never a description: it can hold names.
/// </summary>
internal static class EntraRefusal
{
    /// <param name="thrown">What MSAL threw, or what made it impossible to ask.</param>
    public static string Describe(Exception thrown) => thrown switch
    {
        CredentialUnavailableException unavailable => unavailable.Message,
        MsalServiceException { StatusCode: > 0 } answered => string.Join(", ", Parts(answered)),
        MsalException failed => NetworkFault.Of(failed) ?? LogSafe.Of(failed.ErrorCode),
        _ => NetworkFault.Of(thrown) ?? thrown.GetType().Name,
    };

    /// <summary>The AADSTS numbers of an answer; none for anything else.</summary>
    public static IReadOnlyList<string> Numbers(Exception thrown) =>
        thrown is MsalServiceException answered ? [.. answered.ErrorCodesForLogging?.Where(code => code.All(char.IsAsciiDigit)) ?? []] : [];

    private static IEnumerable<string> Parts(MsalServiceException answered)
    {
        var body = Body(answered);
        yield return LogSafe.Of(answered.ErrorCode);
        if (Text(body, "suberror") is { Length: > 0 } suberror) yield return LogSafe.Of(suberror);
        foreach (var number in Numbers(answered)) yield return $"AADSTS{number}";
        yield return string.Create(CultureInfo.InvariantCulture, $"status {answered.StatusCode}");
        if (Guid.TryParse(Text(body, "correlation_id"), out var correlation)) yield return $"correlation id {correlation}";
        if (Guid.TryParse(Text(body, "trace_id"), out var trace)) yield return $"trace id {trace}";
    }

    private static JsonElement Body(MsalServiceException answered)
    {
        try
        {
            return JsonElement.Parse(answered.ResponseBody ?? "");
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement body, string member) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
