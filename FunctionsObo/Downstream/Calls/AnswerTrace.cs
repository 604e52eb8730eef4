using System.Collections.Frozen;
using System.Net.Http.Headers;
using FunctionsObo.Logging;
using Microsoft.Net.Http.Headers;

namespace FunctionsObo.Downstream.Calls;

/// <summary>
/// What of a downstream API's refusal may stand in a log: the status, the id by which the API's own logs find the request, and the error word of
/// its challenge (RFC 6750 §3.1). Never its body.
/// </summary>
internal static class AnswerTrace
{
    private const int MostCharacters = 4096;

    /// <summary>
    /// Where APIs put the id: Microsoft Graph (https://learn.microsoft.com/graph/best-practices-concept), Azure, and what others use. The
    /// last two come back as the caller sent them, so they count only when there is no other.
    /// </summary>
    private static readonly string[] RequestIds = ["request-id", "x-ms-request-id", "x-request-id", "apim-request-id", "x-ms-correlation-request-id", "x-correlation-id", "client-request-id"];

    /// <summary>RFC 6750 §3.1, RFC 9470 §3, and Entra's for claims challenges.</summary>
    private static readonly FrozenSet<string> Errors = FrozenSet.ToFrozenSet(
        ["invalid_request", "invalid_token", "insufficient_scope", "insufficient_user_authentication", "insufficient_claims", "interaction_required"], StringComparer.Ordinal);

    public static OurText Describe(HttpResponseMessage response)
    {
        var (id, error) = (RequestId(response.Headers), Error(response.Headers));
        return OurText.Of($"status {(int)response.StatusCode}{id}{error}");
    }

    private static OurText RequestId(HttpResponseHeaders headers)
    {
        foreach (var name in RequestIds)
        {
            if (!headers.NonValidated.TryGetValues(name, out var values)) continue;
            var value = values.ToString();
            return Guid.TryParse(value, out var id) ? OurText.Of($", {OwnName.Of(name)} {id}") : OurText.Of($", {OwnName.Of(name)} {TheirText.Of(value)}");
        }

        return default;
    }

    private static OurText Error(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(HeaderNames.WWWAuthenticate, out var raw) || raw.Sum(value => (long)value.Length) > MostCharacters) return default;

        foreach (var challenge in headers.WwwAuthenticate)
        {
            if (!Microsoft.Net.Http.Headers.NameValueHeaderValue.TryParseList([challenge.Parameter ?? ""], out var parameters)) continue;
            var error = parameters.FirstOrDefault(parameter => parameter.Name.Equals("error", StringComparison.OrdinalIgnoreCase));
            if (error is not null) return OurText.Of($", error {OurText.Of(HeaderUtilities.UnescapeAsQuotedString(error.Value).ToString(), Errors)}");
        }

        return default;
    }
}
