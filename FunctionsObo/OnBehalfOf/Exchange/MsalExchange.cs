using System.Diagnostics;
using System.Text;
using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// One token request through MSAL: behind the circuit, and once more with a reloaded credential when the identity platform refuses ours.
/// Its failures are translated; nothing is remembered here.
/// </summary>
internal sealed class MsalExchange(ConfidentialClient client, TokenEndpointCircuit circuit, OboDiagnostics diagnostics, MonotonicClock clock, TimeProvider time)
{
    /// <summary>Exchanges the caller's token (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow).</summary>
    /// <param name="caller">The user; the exchange goes to the tenant of the user's token.</param>
    /// <param name="target">The downstream API.</param>
    /// <param name="claims">A claims request to satisfy, JSON; null for none.</param>
    /// <param name="trace">Whose trace it belongs to; none for a trace of its own.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="UserActionRequiredException">The user must act first.</exception>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    public Task<AcquiredToken> OnBehalfOfAsync(Caller caller, TargetApi target, string? claims, ActivityContext trace, CancellationToken cancellationToken)
    {
        var assertion = new UserAssertion(caller.Token.Reveal());
        return ExecuteAsync("on_behalf_of", caller.Id, target, trace, (clients, correlationId, cancel) => clients.PerRequest
            .AcquireTokenOnBehalfOf(target.Scopes, assertion)
            .WithTenantId(caller.TenantId)
            .WithClaims(claims)
            .WithCorrelationId(correlationId)
            .ExecuteAsync(cancel), cancellationToken);
    }

    /// <summary>Gets a token for the app itself (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).</summary>
    /// <inheritdoc cref="OnBehalfOfAsync"/>
    public Task<AcquiredToken> ForAppAsync(string tenantId, TargetApi target, ActivityContext trace, CancellationToken cancellationToken) =>
        ExecuteAsync("client_credentials", new PrincipalId(tenantId, ""), target, trace, (clients, correlationId, cancel) => clients.PerRequest
            .AcquireTokenForClient(target.AppScopes)
            .WithTenantId(tenantId)
            .WithCorrelationId(correlationId)
            .ExecuteAsync(cancel), cancellationToken);

    /// <summary>Runs a request of another kind against the same client, circuit and failure table.</summary>
    /// <param name="grant">The kind, for telemetry.</param>
    /// <param name="caller">Whose failure it is, if it fails: the user in the tenant, or only the tenant for the app itself.</param>
    /// <param name="target">The downstream API.</param>
    /// <param name="trace">Whose trace it belongs to; none for a trace of its own.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">A deadline: when it ends the request, the token endpoint has taken too long.</param>
    public async Task<AcquiredToken> ExecuteAsync(
        string grant, PrincipalId caller, TargetApi target, ActivityContext trace, Func<MsalClients, Guid, CancellationToken, Task<AuthenticationResult>> request, CancellationToken cancellationToken)
    {
        using var exchange = diagnostics.Start(grant, target, trace);
        try
        {
            var result = await RequestAsync(caller, request, exchange.CorrelationId, cancellationToken);
            exchange.Succeeded();
            return ToToken(result);
        }
        catch (Exception thrown)
        {
            var failure = MsalFailureTable.Translate(thrown, target);
            exchange.Failed(failure, thrown, caller.TenantId);
            throw failure;
        }
    }

    private async Task<AuthenticationResult> RequestAsync(
        PrincipalId caller, Func<MsalClients, Guid, CancellationToken, Task<AuthenticationResult>> request, Guid correlationId, CancellationToken cancellationToken)
    {
        var clients = client.Current;
        try
        {
            return await CallAsync(clients);
        }
        catch (MsalException refused) when (MsalFailureTable.IsCredentialRefused(refused))
        {
            if (!await client.ReloadAsync(clients, cancellationToken)) throw;
            return await CallAsync(client.Current);
        }

        Task<AuthenticationResult> CallAsync(MsalClients with) =>
            circuit.ExecuteAsync(caller, () => request(with, correlationId, cancellationToken));
    }

    /// <summary>
    /// Refreshed when the identity platform says so (refresh_in), else at half of the lifetime; up to a tenth later, so that tokens fetched
    /// together are not refreshed together. MSAL counts from the system's clock: the spans are taken over, not the times.
    /// </summary>
    private AcquiredToken ToToken(AuthenticationResult result)
    {
        var msalsNow = TimeProvider.System.GetUtcNow();
        var lifetime = result.ExpiresOn - msalsNow;
        var refreshIn = result.AuthenticationResultMetadata.RefreshOn - msalsNow ?? lifetime / 2;
        refreshIn += (lifetime - refreshIn) * (Random.Shared.NextDouble() * 0.1);

        var now = clock.Now;
        return new AcquiredToken(Encoding.ASCII.GetBytes(result.AccessToken), time.GetUtcNow() + lifetime, now + lifetime, now + refreshIn);
    }
}
