using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace FunctionsObo.Downstream.Calls;

/// <summary>What operators see of the APIs' circuits at any time: which are open. APIs that nobody has called yet are not there.</summary>
internal sealed class OpenCircuits
{
    private readonly ConcurrentDictionary<string, ApiCircuit> _circuits = new(StringComparer.Ordinal);

    public OpenCircuits(IMeterFactory meters) => meters.Create(Telemetry.Name).CreateObservableGauge(
        "functionsobo.downstream.circuit.open", Observe, "{circuit}", "1 while the circuit of the downstream API is open, else 0.");

    /// <summary>Watches the circuit of an API.</summary>
    public void Watch(string api, ApiCircuit circuit) => _circuits[api] = circuit;

    private IEnumerable<Measurement<int>> Observe() =>
        _circuits.Select(circuit => new Measurement<int>(circuit.Value.IsOpen ? 1 : 0, new KeyValuePair<string, object?>("api", circuit.Key)));
}
