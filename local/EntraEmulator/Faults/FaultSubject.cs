using EntraEmulator.Stats;
using EntraEmulator.Tenants;

namespace EntraEmulator.Faults;

/// <summary>What is known of a request when a fault is looked up for it, before anything is validated.</summary>
internal sealed record FaultSubject(EmulatorEndpoint Endpoint)
{
    public User? User { get; init; }

    public string ClientId { get; init; } = "";

    public string? ClientName { get; init; }

    public string Scope { get; init; } = "";

    public AppRegistration? Resource { get; init; }

    public string? Grant { get; init; }

    public string? Method { get; init; }

    public string Path { get; init; } = "";

    public bool Fits(Fault fault) =>
        fault.Endpoint == Endpoint
        && (fault.User is null || User?.IsCalled(fault.User) == true)
        && (fault.Client is null || Same(fault.Client, ClientId) || Same(fault.Client, ClientName))
        && (fault.Scope is null || Scope.Contains(fault.Scope, StringComparison.OrdinalIgnoreCase) || Same(fault.Scope, Resource?.Name))
        && (fault.Method is null || Same(fault.Method, Method))
        && (fault.Path is null || Path.Contains(fault.Path, StringComparison.OrdinalIgnoreCase))
        && (fault.Grant is null || Same(fault.Grant, Grant));

    private static bool Same(string wanted, string? actual) => string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase);
}
