namespace FunctionsObo.Tests.PostgreSql;

[Collection(PostgreSqlFixture.Name)]
public sealed class SessionTests(PostgreSqlFixture postgres)
{
    [PostgreSqlFact]
    public async Task A_session_is_written_only_over_the_one_that_was_read()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (one, other, place, second) = (database.Store(), database.Store(), Some.Place(), Some.Content());

        Assert.Null(await one.GetSessionAsync(place, default));
        Assert.False(await one.CompareAndSetSessionAsync(place, 17, Some.Content(), Some.Hour, default));
        Assert.True(await one.CompareAndSetSessionAsync(place, 0, Some.Content(), Some.Hour, default));
        Assert.False(await other.CompareAndSetSessionAsync(place, 0, Some.Content(), Some.Hour, default));

        var read = (await other.GetSessionAsync(place, default))!;
        Assert.True(await other.CompareAndSetSessionAsync(place, read.Version, second, Some.Hour, default));
        Assert.False(await one.CompareAndSetSessionAsync(place, read.Version, Some.Content(), Some.Hour, default));
        Assert.Equal(second, (await one.GetSessionAsync(place, default))!.Content);
    }

    [PostgreSqlFact]
    public async Task Of_many_writers_of_one_version_one_succeeds()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (one, other, place) = (database.Store(), database.Store(), Some.Place());
        await one.CompareAndSetSessionAsync(place, 0, Some.Content(), Some.Hour, default);
        var version = (await one.GetSessionAsync(place, default))!.Version;

        var written = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : other).CompareAndSetSessionAsync(place, version, Some.Content(), Some.Hour, default)));

        Assert.Single(written, mine => mine);
    }

    [PostgreSqlFact]
    public async Task A_version_from_before_a_removal_never_fits_again()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place) = (database.Store(), Some.Place());
        await store.CompareAndSetSessionAsync(place, 0, Some.Content(), Some.Hour, default);
        var before = (await store.GetSessionAsync(place, default))!.Version;

        await store.RemoveSessionAsync(place, default);
        await store.RemoveSessionAsync(place, default);
        Assert.False(await store.CompareAndSetSessionAsync(place, before, Some.Content(), Some.Hour, default));

        Assert.True(await store.CompareAndSetSessionAsync(place, 0, Some.Content(), Some.Hour, default));
        Assert.False(await store.CompareAndSetSessionAsync(place, before, Some.Content(), Some.Hour, default));
    }

    [PostgreSqlFact]
    public async Task A_session_whose_time_is_over_is_none()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place, content) = (database.Store(), Some.Place(), Some.Content());
        await store.CompareAndSetSessionAsync(place, 0, Some.Content(), Some.Hour, default);
        var version = (await store.GetSessionAsync(place, default))!.Version;
        await database.ExecuteAsync("update functions_obo.session set expires_at = now()");

        Assert.Null(await store.GetSessionAsync(place, default));
        Assert.False(await store.CompareAndSetSessionAsync(place, version, Some.Content(), Some.Hour, default));
        Assert.True(await store.CompareAndSetSessionAsync(place, 0, content, Some.Hour, default));
        Assert.Equal(content, (await store.GetSessionAsync(place, default))!.Content);
    }
}
