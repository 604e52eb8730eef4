using System.Collections.Concurrent;
using System.Diagnostics;
using DevStack.Stores;
using EntraEmulator.Faults;
using FunctionsObo.Benchmarks.Chaos;
using FunctionsObo.Benchmarks.Support;
using Npgsql;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>Four processes of FunctionApp over one PostgreSQL: a restart with many known users, and new users who come to all of them at once.</summary>
internal static class ScaleOutProcesses
{
    private const int KnownUsers = 10_000;
    private const int NewUsers = 1_000;
    private const int NewUsersAtATime = 50;
    private const int WarmUsers = 250;
    private const int Callers = 16;
    private const int PerSecond = 500;
    private const int LookUps = 1_000;

    private static readonly TimeSpan EndpointTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Adds what it measures to a table of the columns without a store, with one, and ratio.</summary>
    public static async Task MeasureAsync(Table table)
    {
        if (InstalledPostgreSql.Find(Environment.GetEnvironmentVariable) is null)
        {
            table.Row("several processes over PostgreSQL", "", InstalledPostgreSql.Missing, "");
            return;
        }

        await using var backends = await Backends.StartAsync(KnownUsers);
        await using var database = await ChaosDatabase.StartAsync(CancellationToken.None);
        var tokens = Enumerable.Range(0, KnownUsers).Select(backends.TokenOf).ToArray();
        var warm = await WarmAsync(backends, database, tokens);
        var lookUp = await LookUpAsync(database);
        await using var shared = await ScaledOutApp.StartAsync(backends, database);

        backends.Emulator.Stats.Reset();
        var first = await AtRateAsync(shared, tokens);
        var allowed = 2 * (warm.Milliseconds(0.99) + lookUp.Milliseconds(0.99));
        table.Row($"restart with {KnownUsers} known users, {PerSecond} a second: exchanges", $"{KnownUsers}", $"{backends.Emulator.Stats.Snapshot().Exchanges()}", "goal 0");
        table.Row("the same: first answers, p50; p99", "", $"{first.Milliseconds(0.5):0.0}; {first.Milliseconds(0.99):0} ms", $"goal {allowed:0.0} ms: twice warm p99 {warm.Milliseconds(0.99):0.0} and a look-up {lookUp.Milliseconds(0.99):0.0}");

        backends.Emulator.Faults.Enqueue(new Fault { DelayMs = (int)EndpointTime.TotalMilliseconds, Times = 0 });
        await using var alone = await ScaledOutApp.StartAsync(backends, database: null);
        var (without, with) = (await NewUsersAsync(alone, backends), await NewUsersAsync(shared, backends));
        table.Row($"{NewUsers} new users to {ScaledOutApp.Instances} instances at once: exchanges", $"{without}", $"{with}", $"{(double)with / without:0.00}");
    }

    /// <summary>Makes all users known to the store, and measures some whom all processes know.</summary>
    private static async Task<Throughput> WarmAsync(Backends backends, ChaosDatabase database, string[] tokens)
    {
        await using var app = await ScaledOutApp.StartAsync(backends, database);
        await Load.RunAsync(Callers, new ConcurrentQueue<string>(tokens), app.GetMeAsync);
        while (await database.CountEntriesAsync() < tokens.Length) await Task.Delay(TimeSpan.FromMilliseconds(100));
        for (var round = 0; round < 2; round++)
            foreach (var token in tokens[..WarmUsers]) await app.GetMeFromAllAsync(token);
        return await AtRateAsync(app, [.. Enumerable.Repeat(tokens[..WarmUsers], 20).SelectMany(some => some)]);
    }

    /// <summary>One call with each token, so many a second, whether or not those before have been answered.</summary>
    private static async Task<Throughput> AtRateAsync(ScaledOutApp app, string[] tokens)
    {
        var began = Stopwatch.GetTimestamp();
        var calls = new List<Task<TimeSpan>>(tokens.Length);
        foreach (var token in tokens)
        {
            var due = TimeSpan.FromSeconds((double)calls.Count / PerSecond);
            if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early) await Task.Delay(early);
            calls.Add(Load.TimeAsync(() => app.GetMeAsync(token)));
        }

        return new Throughput([.. (await Task.WhenAll(calls)).Order()], Stopwatch.GetElapsedTime(began));
    }

    private static async Task<long> NewUsersAsync(ScaledOutApp app, Backends backends)
    {
        await app.GetMeFromAllAsync(backends.TokenOf(0)); // what is compiled once is compiled now
        backends.Emulator.Stats.Reset();
        await Load.RunAsync(NewUsersAtATime, new ConcurrentQueue<string>(Enumerable.Range(0, NewUsers).Select(backends.TokenOf)), app.GetMeFromAllAsync);
        return backends.Emulator.Stats.Snapshot().Exchanges();
    }

    /// <summary>A read of the database, one after the other, as the app does it.</summary>
    private static async Task<Throughput> LookUpAsync(ChaosDatabase database)
    {
        await using var connection = new NpgsqlConnection($"{database.Connection};Password={await File.ReadAllTextAsync(database.PasswordFile)}");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select value from functions_obo.entry limit 1", connection);
        var times = new List<TimeSpan>();
        for (var call = 0; call < LookUps; call++) times.Add(await Load.TimeAsync(() => command.ExecuteScalarAsync()));
        return new Throughput([.. times.Order()], default);
    }
}
