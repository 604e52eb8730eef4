using Npgsql;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>A server that breaks. Each test ends by seeing the store work again, by itself.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class FaultTests(PostgreSqlFixture postgres)
{
    [PostgreSqlFact]
    public async Task Calls_of_a_frozen_server_end_by_themselves_and_later_ones_are_answered()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place, content) = (database.Store(), Some.Place(), Some.Content());
        await store.SetIfNewerAsync(place, content, Some.Hour, default);

        using (postgres.Server.Freeze())
        {
            var calls = Enumerable.Range(0, 4).Select(_ => store.GetAsync(place, default)).ToArray();
            foreach (var call in calls) await Assert.ThrowsAnyAsync<NpgsqlException>(() => call.WaitAsync(Some.Patience));
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => store.GetAsync(place, default).WaitAsync(Some.Patience)); // a new connection
        }

        Assert.Equal(content, await store.GetAsync(place, default));
    }

    [PostgreSqlFact]
    public async Task The_first_call_after_a_restart_is_answered_and_sessions_are_still_there()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place, content) = (database.Store(), Some.Place(), Some.Content());
        await store.CompareAndSetSessionAsync(place, 0, content, Some.Hour, default);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.GetAsync(place, default))); // several connections

        await postgres.Server.KillAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => store.GetAsync(place, default));
        await postgres.Server.StartAsync(CancellationToken.None);

        Assert.Equal(content, (await store.GetSessionAsync(place, default))!.Content);
    }

    [PostgreSqlFact]
    public async Task A_connection_that_was_ended_while_nobody_used_it_is_noticed_by_nobody()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place, content) = (database.Store(), Some.Place(), Some.Content());
        await store.SetIfNewerAsync(place, content, Some.Hour, default);

        await database.ExecuteAsync("select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = 'functions_obo'");

        Assert.Equal(content, await store.GetAsync(place, default));
    }

    [PostgreSqlFact]
    public async Task After_a_crash_entries_are_gone_and_marks_and_sessions_are_there()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place, subject) = (database.Store(), Some.Place(), Some.Place());
        await store.SetIfNewerAsync(place, Some.Content(), Some.Hour, default);
        await store.CompareAndSetSessionAsync(place, 0, Some.Content(), Some.Hour, default);
        await store.AddMarkAsync(subject, Some.Hour, default);

        ServerProcesses.KillOne(await database.AskAsync<int>("select pid from pg_stat_activity where usename = 'functions_obo' limit 1"));
        await Eventually.TrueAsync(async () => await AnswersAsync(store.GetAsync(place, default)));

        Assert.Null(await store.GetAsync(place, default));
        Assert.NotNull(await store.GetSessionAsync(place, default));
        Assert.Equal(subject, Assert.Single((await store.GetMarksAsync(0, default)).Marks).Subject);
    }

    [PostgreSqlFact]
    public async Task A_table_that_somebody_has_locked_is_not_waited_for()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var store = database.Store();
        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var locking = new NpgsqlCommand("lock table functions_obo.entry in access exclusive mode", other, transaction);
        await locking.ExecuteNonQueryAsync();

        var waited = await Assert.ThrowsAnyAsync<PostgresException>(() => store.GetAsync(Some.Place(), default));
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, waited.SqlState);
        await transaction.RollbackAsync();

        Assert.Null(await store.GetAsync(Some.Place(), default));
    }

    private static async Task<bool> AnswersAsync(Task call)
    {
        try
        {
            await call;
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
