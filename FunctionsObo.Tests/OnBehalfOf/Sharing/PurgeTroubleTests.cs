using FunctionsObo.TokenStores;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

/// <summary>Purges, and a store that does not take them, or has them no more.</summary>
public sealed class PurgeTroubleTests
{
    [Fact]
    public async Task A_purge_that_cannot_be_written_is_written_as_soon_as_it_can_and_counts_here_at_once()
    {
        await using var instances = await Purging.StartAsync();
        var token = await instances.KnownToBothAsync("alice");
        instances.Store.Before = operation => operation == nameof(ICoordinatingTokenStore.AddMarkAsync) ? throw new InvalidOperationException() : Task.CompletedTask;

        instances.PurgeAlice(0);
        await instances.CallAsync(0, token);
        Assert.Equal(2, instances.Exchanges);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.AddMarkAsync)) == 1);
        instances.Store.Before = null;
        await Eventually.TrueAsync(async () =>
        {
            instances.Stack.Time.Advance(TimeSpan.FromSeconds(1));
            return (await instances.Store.GetMarksAsync(0, CancellationToken.None)).Marks.Count == 1;
        });
    }

    [Fact]
    public async Task Of_a_store_whose_marks_cannot_be_read_no_entry_is_used()
    {
        await using var instances = await Purging.StartAsync();
        var token = await instances.KnownAsync("alice");
        instances.Store.Before = operation => operation == nameof(ICoordinatingTokenStore.GetMarksAsync) ? throw new InvalidOperationException() : Task.CompletedTask;

        for (var i = 0; i < 4; i++) instances.Stack.Time.Advance(Purging.PollInterval);
        await instances.CallAsync(1, token);
        Assert.Equal(2, instances.Exchanges);
    }

    [Fact]
    public async Task A_store_that_has_lost_its_marks_is_read_from_the_beginning()
    {
        await using var instances = await Purging.StartAsync();
        var token = await instances.KnownToBothAsync("alice");
        for (var i = 0; i < 3; i++) await instances.Store.AddMarkAsync(new StorePlace(new byte[StorePlace.Length]), TimeSpan.FromDays(1), CancellationToken.None);
        await instances.SeenAsync(Purging.PollInterval);
        instances.Store.LoseMarks();

        instances.PurgeAlice(0);
        await instances.MarkedAsync(1);
        await instances.SeenAsync(Purging.PollInterval);
        await instances.CallAsync(1, token);

        Assert.Equal(2, instances.Exchanges);
    }

    [Fact]
    public async Task However_long_the_store_is_away_the_next_attempt_to_tell_of_a_purge_is_at_most_five_seconds_off()
    {
        await using var instances = await Purging.StartAsync();
        var time = instances.Stack.Time;
        instances.Store.Before = operation => operation == nameof(ICoordinatingTokenStore.AddMarkAsync) ? throw new InvalidOperationException() : Task.CompletedTask;

        instances.PurgeAlice(0);
        for (var end = time.GetUtcNow().AddMinutes(1); time.GetUtcNow() < end;)
        {
            await Eventually.TrueAsync(() => time.Waiting.Any(IsAttempt));
            var next = time.Waiting.First(IsAttempt).In;
            Assert.True(next <= TimeSpan.FromSeconds(5), $"{next}");
            time.Advance(next);
        }

        static bool IsAttempt(WaitingTimer timer) => timer.SetBy.Contains("PurgeWriter", StringComparison.Ordinal);
    }
}
