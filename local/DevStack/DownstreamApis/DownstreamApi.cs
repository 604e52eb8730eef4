using DevStack.DownstreamApis.Faults;
using DevStack.DownstreamApis.Graph;
using DevStack.DownstreamApis.Hosting;
using DevStack.DownstreamApis.Orders;
using DevStack.DownstreamApis.Seen;
using Microsoft.Extensions.Hosting;

namespace DevStack.DownstreamApis;

/// <summary>
/// A web API that FunctionApp calls for its users, on loopback. It takes nobody's word: every token is checked for signature,
/// audience, issuer, lifetime, calling application and permission before it answers for the user in it.
/// </summary>
public sealed class DownstreamApi : IAsyncDisposable
{
    private readonly IHost _host;

    private DownstreamApi(IHost host, Uri address, SeenTokens seen, FaultScript faults) =>
        (_host, Address, Seen, Faults) = (host, address, seen, faults);

    /// <summary>The real address, ending in a slash.</summary>
    public Uri Address { get; }

    /// <summary>The tokens accepted lately; what <c>GET /dev/seen</c> shows.</summary>
    public SeenTokens Seen { get; }

    /// <summary>The scripted next answers; what <c>POST /dev/faults</c> fills.</summary>
    public FaultScript Faults { get; }

    /// <summary>Starts a stand-in for Microsoft Graph: <c>graph/v1.0/me</c> and <c>graph/v1.0/me/memberOf</c>.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<DownstreamApi> StartGraphAsync(DownstreamApiOptions options, CancellationToken cancellationToken) =>
        StartAsync(new GraphApi(options), options, cancellationToken);

    /// <summary>Starts the Orders API: <c>orders</c>, <c>orders/{id}</c> and <c>orders/summary</c>.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<DownstreamApi> StartOrdersAsync(DownstreamApiOptions options, CancellationToken cancellationToken) =>
        StartAsync(new OrdersApi(options), options, cancellationToken);

    /// <summary>Stops listening; requests under way are given a moment to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    private static async Task<DownstreamApi> StartAsync(IApi api, DownstreamApiOptions options, CancellationToken cancellationToken)
    {
        var seen = new SeenTokens(options.SeenLimit);
        var faults = new FaultScript();
        var server = ApiServer.Build(api, options, seen, faults);
        try
        {
            await server.StartAsync(cancellationToken);
            return new DownstreamApi(server, server.ListeningAddress(options.Port), seen, faults);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
