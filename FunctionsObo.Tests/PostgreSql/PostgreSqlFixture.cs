using DevStack.Stores;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>One server for all tests here, one after the other, so that they can break it.</summary>
[CollectionDefinition(Name)]
public sealed class PostgreSqlFixture : IAsyncLifetime, ICollectionFixture<PostgreSqlFixture>
{
    public const string Name = "PostgreSql";

    internal PostgreSqlServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (PostgreSqlFactAttribute.Programs is { } programs) Server = await PostgreSqlServer.StartAsync(programs, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (PostgreSqlFactAttribute.Programs is not null) await Server.DisposeAsync();
    }

    /// <summary>A new database, with the tables of the script.</summary>
    internal async Task<TestDatabase> CreateDatabaseAsync(bool withTables = true)
    {
        var database = new TestDatabase(Server, $"test_{Guid.NewGuid():N}");
        await database.CreateAsync(withTables);
        return database;
    }
}
