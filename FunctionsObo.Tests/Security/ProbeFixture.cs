using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>A stack whose functions are the probes, for the tests of a class that change nothing in it.</summary>
public sealed class ProbeFixture : IAsyncLifetime
{
    internal Stack Stack { get; private set; } = null!;

    public async Task InitializeAsync() => Stack = await Stack.StartAsync(Probes.Host);

    public async Task DisposeAsync() => await Stack.DisposeAsync();
}
