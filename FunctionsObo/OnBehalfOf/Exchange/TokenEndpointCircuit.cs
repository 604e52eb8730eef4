using System.Diagnostics.Metrics;
using FunctionsObo.Authentication;
using FunctionsObo.Caching;
using FunctionsObo.Circuits;
using FunctionsObo.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// Stops asking a token endpoint that is down: for a tenant when it fails for several of its users, else only for the user for whom it fails.
/// The app's own requests in a tenant are one caller.
/// </summary>
internal sealed partial class TokenEndpointCircuit
{
    private const int MostTenants = 500;
    private const double Ratio = 0.5;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>Each by its tenant's id, in the one type that compares ids as they are to be.</summary>
    private readonly BoundedCache<PrincipalId, Circuit> _tenants = new(MostTenants);

    private readonly CircuitLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public TokenEndpointCircuit(IOptions<OnBehalfOfOptions> options, IMeterFactory meters, TimeProvider time, ILogger<TokenEndpointCircuit> logger)
    {
        _limits = new CircuitLimits(options.Value.CircuitFailures, Ratio, Window, options.Value.CircuitBreak);
        _time = time;
        _logger = logger;
        meters.Create(Telemetry.Name).CreateObservableGauge(
            "functionsobo.token.circuit.open", () => OpenTenants, "{tenant}", "Tenants for which the circuit of the token endpoint is open.");
    }

    /// <summary>For how many tenants nobody, or only one at a time, is let through.</summary>
    public long OpenTenants => _tenants.Sum(circuit => circuit.IsOpen ? 1 : 0);

    /// <summary>Makes a request, unless its caller has to wait.</summary>
    /// <param name="caller">Whose failure it is, if it fails.</param>
    /// <param name="request">The request.</param>
    /// <exception cref="TokenCircuitOpenException">The caller has to wait; nothing was sent.</exception>
    public async Task<T> ExecuteAsync<T>(PrincipalId caller, Func<Task<T>> request)
    {
        var circuit = Of(caller.TenantId);
        if (!circuit.TryEnter(caller, out var attempt, out var wait)) throw new TokenCircuitOpenException(wait);

        var ending = AttemptEnding.Unknown;
        try
        {
            var result = await request();
            ending = AttemptEnding.Answered;
            return result;
        }
        catch (Exception thrown)
        {
            ending = MsalFailureTable.EndingOf(thrown);
            throw;
        }
        finally
        {
            Report(circuit.Leave(caller, attempt, ending), caller.TenantId);
        }
    }

    private Circuit Of(string tenantId) => _tenants.GetOrAdd(new PrincipalId(tenantId, ""), _ => new Circuit(_limits, _time));

    private void Report(CircuitChange change, string tenantId)
    {
        if (change == CircuitChange.Opened) Log.CircuitOpened(_logger, OwnName.Of(tenantId), _limits.Break.TotalSeconds);
        if (change == CircuitChange.Closed) Log.CircuitClosed(_logger, OwnName.Of(tenantId));
    }

    private static partial class Log
    {
        [LoggerMessage(405, LogLevel.Warning, "The token endpoint keeps failing for users of tenant {TenantId}: circuit open for {Seconds:0.#} s", EventName = "TokenCircuitOpened")]
        public static partial void CircuitOpened(ILogger logger, OwnName tenantId, double seconds);

        [LoggerMessage(406, LogLevel.Information, "The token endpoint answers again for tenant {TenantId}: circuit closed", EventName = "TokenCircuitClosed")]
        public static partial void CircuitClosed(ILogger logger, OwnName tenantId);
    }
}

/// <summary>The token endpoint was not asked, as it has kept failing.</summary>
internal sealed class TokenCircuitOpenException(TimeSpan wait) : Exception("The token endpoint keeps failing and is not asked for a while.")
{
    /// <summary>How long from now.</summary>
    public TimeSpan Wait { get; } = wait;
}
