namespace FunctionsObo.Tests.PostgreSql;

[Collection(PostgreSqlFixture.Name)]
public sealed class ClaimTests(PostgreSqlFixture postgres)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [PostgreSqlFact]
    public async Task Of_many_that_ask_at_the_same_time_one_gets_it()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (one, other, place) = (database.Store(), database.Store(), Some.Place());

        var got = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : other).ClaimAsync(place, Guid.NewGuid(), Lease, default)));

        Assert.Single(got, mine => mine);
    }

    [PostgreSqlFact]
    public async Task The_holder_goes_on_having_it_until_it_gives_it_back()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place, holder, other) = (database.Store(), Some.Place(), Guid.NewGuid(), Guid.NewGuid());

        Assert.True(await store.ClaimAsync(place, holder, Lease, default));
        Assert.True(await store.ClaimAsync(place, holder, Lease, default));
        await store.ReleaseAsync(place, other, default);
        Assert.False(await store.ClaimAsync(place, other, Lease, default));

        await store.ReleaseAsync(place, holder, default);
        Assert.True(await store.ClaimAsync(place, other, Lease, default));
        Assert.True(await store.ClaimAsync(Some.Place(), holder, Lease, default));
    }

    [PostgreSqlFact]
    public async Task It_ends_by_itself_and_its_old_holder_cannot_give_it_back_any_more()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place, dead, next) = (database.Store(), Some.Place(), Guid.NewGuid(), Guid.NewGuid());

        await store.ClaimAsync(place, dead, Lease, default);
        await database.ExecuteAsync("update functions_obo.claim set expires_at = now()");
        Assert.True(await store.ClaimAsync(place, next, Lease, default));

        await store.ReleaseAsync(place, dead, default);
        Assert.False(await store.ClaimAsync(place, dead, Lease, default));
    }
}
