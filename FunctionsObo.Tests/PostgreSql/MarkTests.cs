using FunctionsObo.PostgreSql;
using Npgsql;

namespace FunctionsObo.Tests.PostgreSql;

[Collection(PostgreSqlFixture.Name)]
public sealed class MarkTests(PostgreSqlFixture postgres)
{
    [PostgreSqlFact]
    public async Task A_mark_waits_for_one_that_is_being_written_and_takes_no_position_before_it()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, slow, subject) = (database.Store(), Some.Place(), Some.Place());
        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var adding = new NpgsqlCommand(Statements.AddMark, other, transaction)
        {
            Parameters = { new NpgsqlParameter<byte[]> { TypedValue = slow.ToArray() }, new NpgsqlParameter<TimeSpan> { TypedValue = Some.Hour } },
        };
        await adding.ExecuteNonQueryAsync();

        var waited = await Assert.ThrowsAnyAsync<PostgresException>(() => store.AddMarkAsync(subject, Some.Hour, default));
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, waited.SqlState);
        var before = await store.GetMarksAsync(0, default);
        await transaction.CommitAsync();
        await store.AddMarkAsync(subject, Some.Hour, default);

        Assert.Empty(before.Marks);
        Assert.Equal([slow, subject], (await store.GetMarksAsync(before.Position, default)).Marks.Select(mark => mark.Subject));
    }

    [PostgreSqlFact]
    public async Task A_store_that_has_lost_its_marks_tells_by_a_lower_position_and_never_gives_an_old_one_again()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, subject) = (database.Store(), Some.Place());
        await store.AddMarkAsync(Some.Place(), Some.Hour, default);
        var before = (await store.GetMarksAsync(0, default)).Position;

        await database.ExecuteAsync("delete from functions_obo.mark; update functions_obo.mark_position set last = 0");
        Assert.True((await store.GetMarksAsync(before, default)).Position < before);

        await store.AddMarkAsync(subject, Some.Hour, default);
        Assert.Equal([subject], (await store.GetMarksAsync(before, default)).Marks.Select(mark => mark.Subject));
    }

    [PostgreSqlFact]
    public async Task Whoever_listens_is_told_of_a_mark_of_another_instance_also_after_its_connection_broke()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var time = new ManualTime();
        var (writer, listener) = (database.Store(time: null, ("Notifications", "true")), database.Store(time, ("Notifications", "true")));

        await listener.WaitForMarkAsync(default); // connected: there may be some from before
        var told = listener.WaitForMarkAsync(default);
        await writer.AddMarkAsync(Some.Place(), Some.Hour, default);
        await told.WaitAsync(Some.Patience);

        await database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'");
        await time.TimerAsync(due => due == TimeSpan.FromSeconds(5)).WaitAsync(Some.Patience);
        await writer.AddMarkAsync(Some.Place(), Some.Hour, default);
        time.Advance(TimeSpan.FromSeconds(5));
        await listener.WaitForMarkAsync(default).WaitAsync(Some.Patience);
    }

    [PostgreSqlFact]
    public async Task Without_notifications_nobody_is_told_and_no_connection_is_kept_for_it()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var store = database.Store();
        using var leave = new CancellationTokenSource();

        var told = store.WaitForMarkAsync(leave.Token);
        await store.AddMarkAsync(Some.Place(), Some.Hour, default);
        Assert.False(told.IsCompleted);
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from pg_stat_activity where query like 'listen%'"));

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => told);
    }
}
