namespace DevStack.Stores;

/// <summary>A kind of server by which the processes of an app can share their tokens. One is started with the stack where it is asked for, and ends with it.</summary>
/// <param name="name">What <c>--store</c> calls it.</param>
/// <param name="library">The assembly that an app needs for it, without <c>.dll</c>.</param>
/// <param name="start">Starts one on loopback. An <see cref="InvalidOperationException"/> says in a sentence why there is none, and what to do.</param>
public sealed class SharedStore(string name, string library, Func<CancellationToken, Task<StartedStore>> start)
{
    /// <summary>A PostgreSQL server in a temporary folder, of the programs that are installed.</summary>
    public static SharedStore PostgreSql { get; } = new("postgres", "FunctionsObo.PostgreSql", PostgreSqlStore.StartAsync);

    /// <summary>What <c>--store</c> calls it.</summary>
    public string Name { get; } = name;

    /// <summary>The assembly that an app needs for it.</summary>
    internal string Library { get; } = library;

    internal Task<StartedStore> StartAsync(CancellationToken cancellationToken) => start(cancellationToken);
}

/// <summary>A store that runs.</summary>
/// <param name="server">What runs; it ends when the store is disposed of.</param>
/// <param name="name">What it is, for people.</param>
/// <param name="address">Where it is, without a password.</param>
/// <param name="settings">The settings by which an app finds it, under their configuration keys.</param>
public sealed class StartedStore(IAsyncDisposable server, string name, Uri address, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    /// <summary>What it is, for people.</summary>
    public string Name { get; } = name;

    /// <summary>Where it is, without a password.</summary>
    public Uri Address { get; } = address;

    /// <summary>The settings by which an app finds it, under their configuration keys.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; } = settings;

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync() => server.DisposeAsync();
}
