using System.Net;
using System.Text.Json;
using FunctionsObo.Authentication;
using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Downstream;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Health;

/// <summary>Reads the state of this instance where it is kept, and writes it as the answer.</summary>
internal sealed class HealthReader(
    MetadataStore metadata,
    ConfidentialClient client,
    LastExchanges last,
    TokenEndpointCircuit tokenEndpoint,
    ValidatedTokenCache validatedTokens,
    DownstreamTokenCache downstreamTokens,
    IEnumerable<DownstreamApiName> apis,
    IOptions<AzureAdOptions> registration,
    TimeProvider time,
    IServiceProvider services)
{
    /// <summary>Enough to get another one through a change process.</summary>
    private static readonly TimeSpan ExpiresSoon = TimeSpan.FromDays(30);

    private readonly string[] _apis = [.. apis.Select(api => api.Value)];

    /// <summary>Makes the report the result of the invocation.</summary>
    public async Task AnswerAsync(FunctionContext context, HttpRequestData request)
    {
        var response = request.CreateResponse(HttpStatusCode.OK);
        response.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        response.Headers.TryAddWithoutValidation("Cache-Control", "no-store");
        await JsonSerializer.SerializeAsync(response.Body, Read(), HealthJson.Default.HealthReport);
        context.GetInvocationResult().Value = response;
    }

    private HealthReport Read()
    {
        var now = time.GetUtcNow();
        var (keys, credential) = (Keys(), Credential(client.Current.Credential, now));
        var (circuits, store) = (new CircuitHealth(tokenEndpoint.OpenTenants, [.. _apis.Where(IsOpen)]), Store(now));
        string[] findings = [.. Findings(keys, credential, circuits, store)];
        return new HealthReport(
            findings.Length == 0 ? "healthy" : "degraded", findings, now, keys, credential, LastTokens(now), circuits, store, Caches());
    }

    private MetadataHealth Keys()
    {
        var (age, failures) = metadata.Freshness;
        var known = age ?? TimeSpan.Zero; // there are keys: one of them has verified the token of whoever asks
        return new MetadataHealth(metadata.Current?.Keys.Count ?? 0, Seconds(known), known > registration.Value.MetadataRefreshInterval * MetadataStore.LatestRefresh, failures);
    }

    private static CredentialHealth Credential(ClientCredential inUse, DateTimeOffset now) =>
        new(inUse.Kind, inUse.ExpiresOn, inUse.ExpiresOn is { } end ? Seconds(end - now) : null);

    private Dictionary<string, LastToken?> LastTokens(DateTimeOffset now)
    {
        var times = last.Times;
        return _apis.ToDictionary(
            api => api, api => times.TryGetValue(api, out var at) ? new LastToken(at, Seconds(now - at)) : null, StringComparer.Ordinal);
    }

    private StoreHealth? Store(DateTimeOffset now) => services.GetService<GuardedStore>() is not { } store ? null : new(
        store.Kind.Name,
        [.. services.GetRequiredService<StoreDiagnostics>().OpenFor.Select(way => way.ToString())],
        services.GetRequiredService<StoreDiagnostics>().LastFailure is { } failed ? new(failed.Operation.ToString(), failed.Cause.ToString(), failed.At, Seconds(now - failed.At)) : null);

    private CacheHealth Caches() => new(
        new CacheFill(validatedTokens.Count, MaximumEntries: validatedTokens.Limit),
        new CacheFill(downstreamTokens.Count, Bytes: downstreamTokens.Size, MaximumBytes: downstreamTokens.Limit));

    private static IEnumerable<string> Findings(MetadataHealth keys, CredentialHealth credential, CircuitHealth circuits, StoreHealth? store)
    {
        if (keys.IsStale) yield return "metadata_stale";
        if (keys.FailedFetches > 0) yield return "metadata_fetch_fails";
        if (credential.ExpiresInSeconds <= 0) yield return "credential_expired";
        else if (credential.ExpiresInSeconds < ExpiresSoon.TotalSeconds) yield return "credential_expires_soon";
        if (circuits.TokenEndpointOpen > 0) yield return "token_circuit_open";
        if (circuits.DownstreamOpen.Count > 0) yield return "downstream_circuit_open";
        if (store is { OpenFor.Count: > 0 }) yield return "store_circuit_open";
    }

    private bool IsOpen(string api) => services.GetRequiredKeyedService<ApiPipeline>(api).Circuit.IsOpen;

    private static long Seconds(TimeSpan span) => (long)Math.Floor(span.TotalSeconds);
}
