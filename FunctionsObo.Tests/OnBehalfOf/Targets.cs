using EntraEmulator.Tenants;
using FunctionsObo.OnBehalfOf;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

/// <summary>The APIs of the local stack, for tests that ask for tokens without a client of an API.</summary>
internal static class Targets
{
    public static readonly TargetApi Graph = new("Graph", ["https://graph.microsoft.com/User.Read"]);
    public static readonly TargetApi Orders = new("Orders", [$"{WellKnown.OrdersIdUri}/Orders.Read"]);
}
