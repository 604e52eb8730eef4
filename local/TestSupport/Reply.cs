using System.Net;
using System.Text.Json;
using FunctionsObo.Errors;
using Microsoft.Identity.Client;

namespace TestSupport;

/// <summary>What a client got, read whole.</summary>
internal sealed record Reply(HttpStatusCode Status, string? Challenge, TimeSpan? RetryAfter, string? ContentType, string Body)
{
    /// <summary>The claims of the challenge as a client's MSAL reads them out of the header.</summary>
    public string? Claims { get; private init; }

    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>The problem's stable word.</summary>
    public string? Code => Json.GetProperty("code").GetString();

    public static async Task<Reply> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Headers.TryGetValues("WWW-Authenticate", out var challenges) ? Assert.Single(challenges) : null,
        response.Headers.RetryAfter?.Delta,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsStringAsync())
    {
        Claims = WwwAuthenticateParameters.GetClaimChallengeFromResponseHeaders(response.Headers, "Bearer"),
    };
}
