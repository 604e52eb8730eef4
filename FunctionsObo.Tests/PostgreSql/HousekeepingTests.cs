using FunctionsObo.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TestSupport;

namespace FunctionsObo.Tests.PostgreSql;

[Collection(PostgreSqlFixture.Name)]
public sealed class HousekeepingTests(PostgreSqlFixture postgres)
{
    /// <summary>More than two batches that are over, and one row that is not, in each table.</summary>
    private const string Rows = """
        insert into functions_obo.entry select sha256(n::text::bytea), '', now() + (case n when 0 then 1 else -1 end) * interval '1 minute' from generate_series(0, 1200) n;
        insert into functions_obo.claim select id, gen_random_uuid(), expires_at from functions_obo.entry;
        insert into functions_obo.session select id, '', 1, expires_at from functions_obo.entry;
        insert into functions_obo.mark select row_number() over (), id, now(), expires_at from functions_obo.entry;
        """;

    private const string Count = """
        select (select count(*) from functions_obo.entry) + (select count(*) from functions_obo.claim)
             + (select count(*) from functions_obo.session) + (select count(*) from functions_obo.mark)
        """;

    [PostgreSqlFact]
    public async Task What_is_over_is_deleted_from_each_table_and_nothing_else()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(Rows);

        Assert.True(await Of(database.App(time: new ManualTime())).CleanUpAsync(default));

        Assert.Equal(4, await database.AskAsync<long>(Count));
    }

    [PostgreSqlFact]
    public async Task While_one_instance_cleans_up_others_leave_it_to_it()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(Rows);
        await using var other = await database.ConnectAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "select pg_advisory_lock(5503206951173290851)";
        await command.ExecuteNonQueryAsync();

        Assert.True(await Of(database.App()).CleanUpAsync(default));

        Assert.Equal(4 * 1201, await database.AskAsync<long>(Count));
    }

    [PostgreSqlFact]
    public async Task A_row_that_somebody_is_writing_is_left_for_the_next_time()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(Rows);
        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "update functions_obo.entry set expires_at = now() + interval '1 minute' where id = sha256('7')";
        await command.ExecuteNonQueryAsync();

        Assert.True(await Of(database.App()).CleanUpAsync(default));
        await transaction.CommitAsync();

        Assert.Equal(5, await database.AskAsync<long>(Count));
    }

    [PostgreSqlFact]
    public async Task It_is_done_again_and_again_within_ten_minutes()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var time = new ManualTime();
        await Of(database.App(time: time)).StartAsync(default);

        for (var i = 0; i < 2; i++)
        {
            await database.ExecuteAsync("insert into functions_obo.entry values (sha256('1'), '', now())");
            await time.TimerAsync(due => due > TimeSpan.FromMinutes(4)).WaitAsync(Some.Patience);
            time.Advance(TimeSpan.FromMinutes(10));
            await Eventually.TrueAsync(async () => await database.AskAsync<long>("select count(*) from functions_obo.entry") == 0);
        }
    }

    private static Housekeeping Of(IServiceProvider app) => app.GetServices<IHostedService>().OfType<Housekeeping>().Single();
}
