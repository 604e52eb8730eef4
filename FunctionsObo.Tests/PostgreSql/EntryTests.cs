namespace FunctionsObo.Tests.PostgreSql;

[Collection(PostgreSqlFixture.Name)]
public sealed class EntryTests(PostgreSqlFixture postgres)
{
    [PostgreSqlFact]
    public async Task Of_many_writers_at_the_same_time_the_one_whose_entry_ends_last_remains()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (one, other, place) = (database.Store(), database.Store(), Some.Place());
        var contents = Enumerable.Range(1, 20).Select(minutes => (Lifetime: TimeSpan.FromMinutes(minutes), Content: Some.Content())).ToArray();

        await Task.WhenAll(contents.OrderBy(_ => Random.Shared.Next()).Select((each, i) => (i % 2 == 0 ? one : other).SetIfNewerAsync(place, each.Content, each.Lifetime, default)));

        Assert.Equal(contents[^1].Content, await one.GetAsync(place, default));
    }

    [PostgreSqlFact]
    public async Task What_nobody_waits_for_any_more_is_not_done()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place) = (database.Store(), Some.Place());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.SetIfNewerAsync(place, Some.Content(), Some.Hour, new CancellationToken(canceled: true)));

        Assert.Null(await store.GetAsync(place, default));
    }

    [PostgreSqlFact]
    public async Task The_number_of_connections_is_bounded()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var store = database.Store(time: null, ("MaxConnections", "2"));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => store.GetAsync(Some.Place(), default)));

        Assert.InRange(await database.AskAsync<long>("select count(*) from pg_stat_activity where usename = 'functions_obo'"), 1, 2);
    }
}
