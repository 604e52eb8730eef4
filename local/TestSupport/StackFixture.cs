namespace TestSupport;

/// <summary>One stack for the tests of a class that change nothing in it.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    internal Stack Stack { get; private set; } = null!;

    public async Task InitializeAsync() => Stack = await Stack.StartAsync();

    public async Task DisposeAsync() => await Stack.DisposeAsync();
}
