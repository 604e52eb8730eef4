using EntraEmulator.Tenants;

namespace DevStack.Startup;

/// <summary>
/// A page beside the stack, for a person who wants to see what goes on in it. It is registered with the emulator as a client that signs people in,
/// and belongs to the program that starts the stack, not to the stack.
/// </summary>
public abstract class StackPage : IAsyncDisposable
{
    /// <summary>What it is called: on the command line <c>--{Name}Port</c> says where it listens.</summary>
    public abstract string Name { get; }

    /// <summary>Where it listens unless the command line says otherwise.</summary>
    public abstract int UsualPort { get; }

    /// <summary>Begins to listen, before there is a stack to show.</summary>
    /// <param name="port">Where; 0 for any free port.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its address, ending in a slash.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    public abstract Task<Uri> StartAsync(int port, CancellationToken cancellationToken);

    /// <summary>The page's registration as a client.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="homeTenantId">The tenant of the app.</param>
    public abstract AppRegistration Registration(Uri address, string homeTenantId);

    /// <summary>From now on there is a stack to show.</summary>
    /// <param name="stack">It runs until the page is disposed.</param>
    public abstract void Show(LocalStack stack);

    /// <summary>Stops listening.</summary>
    public abstract ValueTask DisposeAsync();
}
