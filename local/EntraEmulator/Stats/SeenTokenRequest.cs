using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.JsonWebTokens;

namespace EntraEmulator.Stats;

/// <summary>A request to the token endpoint and its answer. What proves who somebody is (secrets, assertions, codes, refresh tokens) is not in it; the access token is.</summary>
/// <param name="Time">When it was answered.</param>
/// <param name="Tenant">The tenant of its address.</param>
/// <param name="Grant">The grant's name, such as <c>on_behalf_of</c>; null for none that is known.</param>
/// <param name="Form">What was asked.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Answer">What was answered; null where a scripted fault has answered.</param>
internal sealed record SeenTokenRequest(DateTimeOffset Time, string Tenant, string? Grant, IReadOnlyDictionary<string, string> Form, int Status, JsonObject? Answer)
{
    private const string NotShown = "(not shown)";

    private static readonly HashSet<string> Proofs = new(StringComparer.OrdinalIgnoreCase) { "client_secret", "client_assertion", "assertion", "refresh_token", "code", "code_verifier", "device_code", "id_token", "password" };

    /// <summary>The trace of the request that it was made for, if it named one.</summary>
    public string? TraceId { get; init; } = Activity.Current?.TraceId.ToHexString();

    /// <value>The access token of the answer; null without one.</value>
    [JsonIgnore]
    public string? AccessToken => (string?)Answer?["access_token"];

    /// <value>The token's own id, its <c>uti</c>; null without a token.</value>
    public string? TokenId { get; } = (string?)Answer?["access_token"] is { } token ? new JsonWebToken(token).TryGetPayloadValue<string>("uti", out var id) ? id : null : null;

    internal static SeenTokenRequest Of(DateTimeOffset time, string tenant, string? grant, IEnumerable<KeyValuePair<string, string>> form, int status, JsonObject? answer) => new(
        time,
        tenant,
        grant,
        form.ToDictionary(field => field.Key, field => Proofs.Contains(field.Key) ? NotShown : field.Value, StringComparer.Ordinal),
        status,
        answer is null ? null : new JsonObject(answer.Select(member => KeyValuePair.Create(member.Key, Proofs.Contains(member.Key) ? NotShown : member.Value?.DeepClone()))));

    /// <summary>Without the token.</summary>
    public override string ToString() => $"token request of {Time:u}, {Grant ?? "unknown grant"}, status {Status}";
}
