using DevStack.DownstreamApis.Canned;
using DevStack.DownstreamApis.Faults;
using DevStack.DownstreamApis.Graph;
using DevStack.DownstreamApis.Hosting;
using DevStack.DownstreamApis.Orders;
using DevStack.DownstreamApis.Seen;
using EntraEmulator.StackFiles;
using Microsoft.Extensions.Hosting;

namespace DevStack.DownstreamApis;

/// <summary>
/// A web API that FunctionApp calls for its users, on loopback. It takes nobody's word: every token is checked for signature,
/// audience, issuer, lifetime, calling application and permission before it answers for the user in it.
/// </summary>
public sealed class DownstreamApi : IAsyncDisposable
{
    private readonly IApi _api;
    private readonly IHost _host;

    private DownstreamApi(IApi api, IHost host, Uri address, SeenTokens seen, FaultScript faults) =>
        (_api, _host, Address, Seen, Faults) = (api, host, address, seen, faults);

    /// <summary>The real address, ending in a slash.</summary>
    public Uri Address { get; }

    /// <summary>What a client's paths stand behind, ending in a slash.</summary>
    public Uri BaseAddress => new(Address, _api.BasePath);

    /// <summary>The tokens accepted lately; what <c>GET /dev/seen</c> shows.</summary>
    public SeenTokens Seen { get; }

    /// <summary>The scripted next answers; what <c>POST /dev/faults</c> fills.</summary>
    public FaultScript Faults { get; }

    /// <summary>Starts an API: what is built in for Graph or Orders, else the canned answers.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<DownstreamApi> StartAsync(ApiDefinition definition, DownstreamApiOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(options);
        return StartAsync(
            definition.BuiltIn switch
            {
                "graph" => new GraphApi(definition.Audience, options),
                "orders" => new OrdersApi(definition.Audience, options),
                _ => new CannedApi(definition),
            },
            options,
            cancellationToken);
    }

    /// <summary>Answers from now on by what its section says now, for the users that there are now.</summary>
    internal void Take(ApiDefinition definition) => _api.Take(definition);

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
            return new DownstreamApi(api, server, server.ListeningAddress(options.Port), seen, faults);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
