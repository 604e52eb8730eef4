using DevStack.Stores;
using TestSupport.Stores;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>How the database breaks: it hangs, it is gone, it crashes, it takes no writes, it is full, it lets nobody in, the password is another.</summary>
internal static class DatabaseFaults
{
    public static ChaosFault[] Of(ChaosDatabase database) =>
    [
        new("database frozen", over => FrozenAsync(database.Server, over)),
        new("database killed", over => KilledAsync(database.Server, over)),
        new("database restarted", _ => database.Server.StartAsync(CancellationToken.None)),
        new("database crashed", _ => CrashedAsync(database)),
        new("database read-only", over => ReadOnlyAsync(database, over)),
        new("database full", over => FullAsync(database, over)),
        new("database refuses the app", over => RefusingAsync(database, over)),
        new("database password changed", over => PasswordChangedAsync(database, over)),
    ];

    private static async Task FrozenAsync(PostgreSqlServer server, Task over)
    {
        using (server.Freeze()) await over;
    }

    private static async Task KilledAsync(PostgreSqlServer server, Task over)
    {
        await server.KillAsync();
        await over;
        await server.StartAsync(CancellationToken.None);
    }

    /// <summary>One of its processes is killed. It then ends all the others and begins anew, with the entries empty: https://www.postgresql.org/docs/current/sql-createtable.html, UNLOGGED.</summary>
    private static async Task CrashedAsync(ChaosDatabase database)
    {
        if (await database.BackendsAsync() is [var one, ..]) ServerProcesses.KillOne(one);
    }

    private static async Task ReadOnlyAsync(ChaosDatabase database, Task over)
    {
        await database.ExecuteAsync("alter system set default_transaction_read_only = on", "select pg_reload_conf()");
        await over;
        await database.ExecuteAsync("alter system reset default_transaction_read_only", "select pg_reload_conf()");
    }

    /// <summary>What a full disk is to the app: whoever writes gets SQLSTATE 53100 (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
    private static async Task FullAsync(ChaosDatabase database, Task over)
    {
        string[] tables = ["entry", "claim", "mark_position"];
        await database.ExecuteAsync(
        [
            "create or replace function functions_obo.full_disk() returns trigger language plpgsql as $$ begin raise sqlstate '53100' using message = 'could not extend file'; end $$",
            .. tables.Select(table => $"create trigger full_disk before insert or update on functions_obo.{table} for each row execute function functions_obo.full_disk()"),
        ]);
        await over;
        await database.ExecuteAsync([.. tables.Select(table => $"drop trigger full_disk on functions_obo.{table}")]);
    }

    /// <summary>The app learns the new one when it is over.</summary>
    private static async Task PasswordChangedAsync(ChaosDatabase database, Task over)
    {
        await database.ChangePasswordAsync();
        await over;
        await database.TellPasswordAsync();
    }

    private static async Task RefusingAsync(ChaosDatabase database, Task over)
    {
        await database.ExecuteAsync("alter role functions_obo nologin", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'functions_obo'");
        await over;
        await database.ExecuteAsync("alter role functions_obo login");
    }
}
