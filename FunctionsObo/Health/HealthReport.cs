using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsObo.Health;

/// <summary>The state of one instance. Names are stable: others read them. Ages and spans are whole seconds, times are UTC.</summary>
/// <param name="Status"><c>healthy</c>; <c>degraded</c> when there are findings.</param>
/// <param name="Findings">What needs somebody's attention, as codes.</param>
/// <param name="Time">Now, by the app's clock.</param>
/// <param name="Metadata">The identity platform's keys.</param>
/// <param name="Credential">With what the app proves who it is.</param>
/// <param name="LastTokens">For each API, when the identity platform last gave a token for it; null when it has not since the start.</param>
/// <param name="Circuits">Who is not asked at the moment.</param>
/// <param name="Store">What instances share their tokens by; null without one.</param>
/// <param name="Caches">How full they are.</param>
internal sealed record HealthReport(
    string Status,
    IReadOnlyList<string> Findings,
    DateTimeOffset Time,
    MetadataHealth Metadata,
    CredentialHealth Credential,
    IReadOnlyDictionary<string, LastToken?> LastTokens,
    CircuitHealth Circuits,
    StoreHealth? Store,
    CacheHealth Caches);

/// <param name="Keys">How many keys are accepted.</param>
/// <param name="AgeSeconds">Since they were fetched.</param>
/// <param name="IsStale">Whether they should have been fetched again by now.</param>
/// <param name="FailedFetches">How often that has failed since.</param>
internal sealed record MetadataHealth(int Keys, long AgeSeconds, bool IsStale, int FailedFetches);

/// <param name="Kind">Client secret, certificate, managed identity, signed assertion file.</param>
/// <param name="ExpiresAt">Null where nobody here knows.</param>
/// <param name="ExpiresInSeconds">The same; below 0 when it has expired.</param>
internal sealed record CredentialHealth(string Kind, DateTimeOffset? ExpiresAt, long? ExpiresInSeconds);

internal sealed record LastToken(DateTimeOffset At, long AgeSeconds);

/// <param name="TokenEndpointOpen">For how many tenants the token endpoint is not asked.</param>
/// <param name="DownstreamOpen">Which APIs are not asked.</param>
internal sealed record CircuitHealth(long TokenEndpointOpen, IReadOnlyList<string> DownstreamOpen);

/// <param name="Kind">The store's type.</param>
/// <param name="OpenFor">Who does not ask it at the moment, as it has kept failing: Requests, Background.</param>
/// <param name="LastFailure">The latest since the start; null if there was none.</param>
internal sealed record StoreHealth(string Kind, IReadOnlyList<string> OpenFor, StoreFailure? LastFailure);

/// <param name="Operation">What it was to do.</param>
/// <param name="Cause">Why it did not, as in the log.</param>
/// <param name="At">When.</param>
/// <param name="AgeSeconds">Since then.</param>
internal sealed record StoreFailure(string Operation, string Cause, DateTimeOffset At, long AgeSeconds);

internal sealed record CacheHealth(CacheFill ValidatedTokens, CacheFill DownstreamTokens);

/// <param name="Entries">How many tokens it holds.</param>
/// <param name="MaximumEntries">How many it may hold; null where bytes are the limit.</param>
/// <param name="Bytes">What they take; null where their number is the limit.</param>
/// <param name="MaximumBytes">What they may take; null likewise.</param>
internal sealed record CacheFill(int Entries, int? MaximumEntries = null, long? Bytes = null, long? MaximumBytes = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
