using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text.Json;
using FunctionsObo.Logging;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// What of an error of the token endpoint may stand in a log: the OAuth error word, AADSTS numbers, status, and the ids by which Entra's own
/// logs find it (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). Never a description: it can hold names.
/// </summary>
internal sealed class EntraAnswer
{
    /// <summary>Ids of an answer without a body that has them (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#error-response-1).</summary>
    private const string TraceHeader = "x-ms-request-id";

    private const string CorrelationHeader = "client-request-id";

    /// <summary>RFC 6749 §5.2, OpenID Connect Core §3.1.2.6, RFC 8707 §2, and Entra's own.</summary>
    private static readonly FrozenSet<string> Errors = FrozenSet.ToFrozenSet(
        [
            "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "invalid_resource", "invalid_target",
            "interaction_required", "login_required", "consent_required", "access_denied", "temporarily_unavailable", "server_error",
        ],
        StringComparer.Ordinal);

    /// <summary>As MSAL knows them (https://learn.microsoft.com/dotnet/api/microsoft.identity.client.uirequiredexceptionclassification).</summary>
    private static readonly FrozenSet<string> Suberrors = FrozenSet.ToFrozenSet(
        ["basic_action", "additional_action", "message_only", "consent_required", "user_password_expired", "bad_token", "token_expired", "protection_policy_required", "client_mismatch", "device_authentication_failed"],
        StringComparer.Ordinal);

    private readonly JsonElement _body;

    private EntraAnswer(JsonElement body) => _body = body;

    /// <summary>The AADSTS numbers; none when there are none.</summary>
    public IReadOnlyList<int> Numbers => _body.ValueKind == JsonValueKind.Object && _body.TryGetProperty("error_codes", out var codes) && codes.ValueKind == JsonValueKind.Array
        ? [.. codes.EnumerateArray().Where(code => code.ValueKind == JsonValueKind.Number).Select(code => code.TryGetInt32(out var number) ? number : 0).Where(number => number > 0)]
        : [];

    /// <param name="body">The body, whatever it is.</param>
    public static EntraAnswer Read(string? body)
    {
        try
        {
            return new EntraAnswer(JsonElement.Parse(body ?? ""));
        }
        catch (JsonException)
        {
            return new EntraAnswer(default);
        }
    }

    /// <param name="status">The status that it came with.</param>
    /// <param name="headers">The header fields that it came with, if they are known.</param>
    public OurText Describe(int status, HttpResponseHeaders? headers = null) => OurText.Of(Parts(status, headers));

    private IEnumerable<OurText> Parts(int status, HttpResponseHeaders? headers)
    {
        if (Text("error") is { } error) yield return OurText.Of(error, Errors);
        if (Text("suberror") is { Length: > 0 } suberror) yield return OurText.Of(suberror, Suberrors);
        foreach (var number in Numbers) yield return OurText.Of($"AADSTS{number}");
        yield return OurText.Of($"status {status}");
        if (Id("correlation_id", CorrelationHeader, headers) is { } correlation) yield return OurText.Of($"correlation id {correlation}");
        if (Id("trace_id", TraceHeader, headers) is { } trace) yield return OurText.Of($"trace id {trace}");
    }

    private Guid? Id(string member, string header, HttpResponseHeaders? headers) =>
        Guid.TryParse(Text(member), out var id) || (headers?.TryGetValues(header, out var values) is true && Guid.TryParse(values.First(), out id)) ? id : null;

    private string? Text(string member) =>
        _body.ValueKind == JsonValueKind.Object && _body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
