using System.Diagnostics.Metrics;

namespace FunctionsObo.Authentication;

/// <summary>What operators see of authentication in numbers: how requests end, and what the token cache does.</summary>
internal sealed class AuthenticationMetrics
{
    private static readonly KeyValuePair<string, object?> HitTag = new("result", "hit");
    private static readonly KeyValuePair<string, object?> MissTag = new("result", "miss");
    private static readonly KeyValuePair<string, object?> AcceptedTag = new("outcome", "accepted");

    private readonly Counter<long> _requests;
    private readonly Counter<long> _lookups;

    public AuthenticationMetrics(IMeterFactory meters, ValidatedTokenCache cache)
    {
        var meter = meters.Create(Telemetry.Name);
        _requests = meter.CreateCounter<long>(
            "functionsobo.authentication.requests", "{request}", "Requests to protected functions, by outcome: accepted, refused (401, 400), forbidden (403), unavailable (503); and by reason.");
        _lookups = meter.CreateCounter<long>(
            "functionsobo.validated_tokens.lookups", "{lookup}", "Looks into the cache of validated tokens, by result: hit, miss.");
        meter.CreateObservableGauge("functionsobo.validated_tokens.entries", () => cache.Count, "{token}", "Validated tokens that are remembered.");
    }

    public void Hit() => _lookups.Add(1, HitTag);

    public void Miss() => _lookups.Add(1, MissTag);

    public void Accepted() => _requests.Add(1, AcceptedTag);

    public void NotAccepted(string outcome, string reason) => _requests.Add(
        1, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("reason", reason));
}
