namespace EntraEmulator.Stats;

/// <summary>Counts since the start or the last reset. A key that is missing means 0.</summary>
/// <param name="Endpoints">Requests by endpoint: token, metadata, keys, instance, authorize.</param>
/// <param name="Grants">Token requests by grant: on_behalf_of, client_credentials, refresh_token, other.</param>
/// <param name="OnBehalfOf">On-behalf-of requests by user, each by API: <c>OnBehalfOf["alice"]["graph"]</c>.</param>
/// <param name="Failures">Refused token requests by code, e.g. <c>AADSTS65001</c>.</param>
/// <param name="Issued">Access tokens issued by the token endpoint.</param>
/// <param name="Faults">Scripted faults played, at any endpoint.</param>
public sealed record StatsSnapshot(
    IReadOnlyDictionary<string, long> Endpoints,
    IReadOnlyDictionary<string, long> Grants,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> OnBehalfOf,
    IReadOnlyDictionary<string, long> Failures,
    long Issued,
    long Faults)
{
    /// <summary>Requests to one endpoint.</summary>
    public long Requests(EmulatorEndpoint endpoint) => Endpoints.GetValueOrDefault(RequestStats.NameOf(endpoint));

    /// <summary>On-behalf-of requests: all, those of a user, or those of a user for an API.</summary>
    public long Exchanges(string? user = null, string? api = null) => OnBehalfOf
        .Where(one => user is null || string.Equals(one.Key, user, StringComparison.OrdinalIgnoreCase))
        .SelectMany(one => one.Value)
        .Where(one => api is null || string.Equals(one.Key, api, StringComparison.OrdinalIgnoreCase))
        .Sum(one => one.Value);
}
