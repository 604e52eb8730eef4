using System.Text.Json.Nodes;
using DevStack.Startup;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Workbench.Chain;
using Workbench.Sending;
using Workbench.Server;
using Workbench.Stack;

namespace Workbench;

/// <summary>The workbench: a page on which a person signs in, calls a function, sees each token on its way, and makes trouble.</summary>
public sealed class WorkbenchPage : StackPage
{
    private const string ClientId = "30cbe0c4-0000-4000-8000-000000000050";

    private readonly TraceWatch _traces = new();
    private WebApplication? _server;
    private StackEndpoints? _endpoints;

    /// <inheritdoc/>
    public override string Name => "Workbench";

    /// <inheritdoc/>
    public override int UsualPort => 7070;

    /// <inheritdoc/>
    public override async Task<Uri> StartAsync(int port, CancellationToken cancellationToken)
    {
        _server = PageServer.Build(port, () => _endpoints);
        await _server.StartAsync(cancellationToken);
        return PageServer.AddressOf(_server);
    }

    /// <inheritdoc/>
    public override AppRegistration Registration(Uri address, string homeTenantId) => new()
    {
        Name = "workbench",
        ClientId = ClientId,
        HomeTenantId = homeTenantId,
        PublicClient = true,
        Details = new JsonObject { ["spa"] = new JsonObject { ["redirectUris"] = new JsonArray($"{address}redirect.html", address.ToString()) } },
    };

    /// <inheritdoc/>
    public override void Show(LocalStack stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var view = new StackView(stack, ClientId);
        _endpoints = new StackEndpoints(view, new SendEndpoint(stack, _traces, TimeProvider.System), new DevForward(stack));
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _endpoints?.Dispose();
        _traces.Dispose();
    }
}
