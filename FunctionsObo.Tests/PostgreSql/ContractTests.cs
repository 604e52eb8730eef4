using System.Reflection;
using FunctionsObo.Tests.TokenStores.Contract;
using FunctionsObo.TokenStores;
using Xunit.Sdk;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>PostgreSQL does what a store has to. The tests are called by their names, as those of a base class could not be skipped.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class ContractTests(ContractDatabase database) : IClassFixture<ContractDatabase>
{
    public static TheoryData<string, object[]> All
    {
        get
        {
            var all = new TheoryData<string, object[]>();
            foreach (var test in typeof(CoordinatingTokenStoreContract).GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null))
                foreach (var values in test.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(test)).DefaultIfEmpty([]))
                    all.Add(test.Name, values);
            return all;
        }
    }

    [PostgreSqlTheory]
    [MemberData(nameof(All))]
    public Task It_keeps_the_contract(string name, object[] values) => (Task)typeof(CoordinatingTokenStoreContract).GetMethod(name)!.Invoke(new Contract(database.Tables), values)!;

    private sealed class Contract(TestDatabase database) : CoordinatingTokenStoreContract
    {
        protected override ITokenStore Store => field ??= database.Store();

        protected override Task PassAsync(TimeSpan time) => database.ExecuteAsync(string.Concat(
            ((string[])["entry", "claim", "session"]).Select(table => $"update functions_obo.{table} set expires_at = expires_at - interval '{time.TotalSeconds} seconds';")));
    }
}

/// <summary>One database for all of them.</summary>
public sealed class ContractDatabase(PostgreSqlFixture postgres) : IAsyncLifetime
{
    internal TestDatabase Tables { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (PostgreSqlFactAttribute.Reason is null) Tables = await postgres.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        if (PostgreSqlFactAttribute.Reason is null) await Tables.DisposeAsync();
    }
}
