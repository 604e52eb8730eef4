using FunctionsObo.PostgreSql;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using TestSupport;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>What somebody has to do before the store works, or so that it works again. Nothing needs a restart.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class SetUpTests(PostgreSqlFixture postgres) : IDisposable
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory();

    public void Dispose() => _files.Delete(recursive: true);

    [PostgreSqlFact]
    public async Task A_second_run_of_the_script_changes_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place, content) = (database.Store(), Some.Place(), Some.Content());
        await store.SetIfNewerAsync(place, content, Some.Hour, default);
        await store.AddMarkAsync(place, Some.Hour, default);

        await database.RunScriptAsync();

        Assert.Equal(content, await store.GetAsync(place, default));
        Assert.Single((await store.GetMarksAsync(0, default)).Marks);
    }

    [PostgreSqlFact]
    public async Task The_app_may_read_and_write_rows_and_nothing_else()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var app = new NpgsqlConnection($"{database.Connection};Password={TestDatabase.Password};Pooling=false");
        await app.OpenAsync();

        foreach (var statement in (string[])["create table functions_obo.mine ()", "create table public.mine ()", "truncate functions_obo.entry", "drop table functions_obo.entry",
            "alter table functions_obo.entry add mine int", "update functions_obo.layout set version = 2", "update functions_obo.mark set at = now()", "create role mine", "copy functions_obo.entry to program 'true'"])
        {
            await using var command = new NpgsqlCommand(statement, app);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [PostgreSqlFact]
    public async Task A_start_without_the_tables_says_which_script_makes_them_and_goes_on()
    {
        await using var database = await postgres.CreateDatabaseAsync(withTables: false);
        await using var elsewhere = await postgres.CreateDatabaseAsync(); // where the role gets its password
        var app = database.App();

        foreach (var part in app.GetServices<IHostedService>()) await part.StartAsync(default);
        await Eventually.TrueAsync(() => database.Log.Count > 0);
        var store = (ICoordinatingTokenStore)app.GetRequiredService<ITokenStore>();
        await Assert.ThrowsAsync<PostgresException>(() => store.GetAsync(Some.Place(), default));

        var line = Assert.Single(database.Log.GetSnapshot());
        Assert.Equal((800, LogLevel.Error), (line.Id.Id, line.Level));
        Assert.Contains($"run {PostgreSqlScript.FileName}", line.Message, StringComparison.Ordinal);

        await database.RunScriptAsync();
        Assert.Null(await store.GetAsync(Some.Place(), default));
    }

    [PostgreSqlFact]
    public async Task Tables_of_an_older_version_are_named_at_the_start()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync("update functions_obo.layout set version = 0");

        foreach (var part in database.App().GetServices<IHostedService>()) await part.StartAsync(default);
        await Eventually.TrueAsync(() => database.Log.Count > 0);

        Assert.Contains($"of version 0 and this package needs {PostgreSqlTokenStore.Layout}", database.Log.LatestRecord.Message, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task Tables_of_a_later_version_serve_an_app_that_is_not_updated_yet()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync("update functions_obo.layout set version = version + 1");
        var (app, place, content) = (database.App(), Some.Place(), Some.Content());

        foreach (var part in app.GetServices<IHostedService>()) await part.StartAsync(default);
        await app.GetRequiredService<ITokenStore>().SetIfNewerAsync(place, content, Some.Hour, default);

        Assert.Equal(content, await app.GetRequiredService<ITokenStore>().GetAsync(place, default));
        Assert.Equal(0, database.Log.Count);
    }

    [PostgreSqlFact]
    public async Task Rights_that_were_revoked_are_named_and_work_when_they_are_back()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var store = database.Store();
        await database.ExecuteAsync("revoke all on functions_obo.entry from functions_obo");

        await Assert.ThrowsAsync<PostgresException>(() => store.GetAsync(Some.Place(), default));
        Assert.Contains("may not use its tables", database.Log.LatestRecord.Message, StringComparison.Ordinal);

        await database.RunScriptAsync();
        Assert.Null(await store.GetAsync(Some.Place(), default));
    }

    [PostgreSqlFact]
    public async Task A_server_that_can_only_be_read_is_named_and_still_read()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (store, place, content) = (database.Store(), Some.Place(), Some.Content());
        await store.SetIfNewerAsync(place, content, Some.Hour, default);
        await database.AlterRoleAsync("set default_transaction_read_only = on");

        await Assert.ThrowsAsync<PostgresException>(() => store.RemoveAsync(place, default));
        Assert.Contains("can only be read", database.Log.LatestRecord.Message, StringComparison.Ordinal);
        Assert.Equal(content, await store.GetAsync(place, default));

        await database.AlterRoleAsync("reset default_transaction_read_only");
        await store.RemoveAsync(place, default);
    }

    [PostgreSqlFact]
    public async Task A_new_password_is_taken_from_its_file_and_none_is_logged()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var file = Path.Combine(_files.FullName, "password");
        await File.WriteAllTextAsync(file, "wrong-secret");
        var store = (ICoordinatingTokenStore)database.App(database.Connection, time: null, ("PasswordFile", file)).GetRequiredService<ITokenStore>();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => store.GetAsync(Some.Place(), default));
        Assert.Contains("refuses the user or the password", database.Log.LatestRecord.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", $"{refused}{string.Join("", database.Log.GetSnapshot().SelectMany(Logged.Texts))}", StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, $"{TestDatabase.Password}\n");
        Assert.Null(await store.GetAsync(Some.Place(), default));
    }
}
