using Microsoft.Extensions.Hosting;
using Npgsql;

namespace FunctionsObo.PostgreSql;

/// <summary>
/// Looks at the start whether the tables are there, and deletes at times what nobody reads any more: in small batches, so that nobody waits, and by one instance at a time. The start waits
/// for nothing of it.
/// </summary>
/// <remarks>The database is lazy because the host makes all hosted services before the configuration is checked.</remarks>
internal sealed class Housekeeping(Lazy<Database> database, PostgreSqlDiagnostics diagnostics, TimeProvider time) : BackgroundService
{
    private const int BatchRows = 500;

    /// <summary>What is left then is for the next time, which comes soon.</summary>
    private static readonly TimeSpan MostAtATime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <summary>At random between these, so that the instances do not all come at once.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Deletes what is there.</summary>
    /// <returns>Whether it came to its end.</returns>
    public async Task<bool> CleanUpAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        foreach (var statement in Statements.CleanUp)
        {
            int rows;
            do
            {
                if (time.GetElapsedTime(began) > MostAtATime) return false;
                rows = await database.Value.RunAsync(statement, command => command.ExecuteNonQuery(), cancellationToken, new NpgsqlParameter<int> { TypedValue = BatchRows });
            }
            while (rows == BatchRows);
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await CheckAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the diagnostics have the fix; the engine tries again
        var next = Shortest + (Longest - Shortest) * Random.Shared.NextDouble();
        while (true)
        {
            await Task.Delay(next, time, stoppingToken);
            var cleaning = CleanUpAsync(stoppingToken);
            await ((Task)cleaning).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            next = cleaning is { IsCompletedSuccessfully: true, Result: false } ? Soon : Shortest + (Longest - Shortest) * Random.Shared.NextDouble();
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var found = await database.Value.RunAsync(Statements.GetLayout, command => (int?)command.ExecuteScalar() ?? 0, cancellationToken);
        if (found < PostgreSqlTokenStore.Layout) diagnostics.NotUsable(SetUpFault.OldLayout(found));
    }
}
