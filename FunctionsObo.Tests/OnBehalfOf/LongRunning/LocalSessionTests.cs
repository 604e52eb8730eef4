using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.OnBehalfOf.Sharing;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

/// <summary>How long a session lasts that lives in the process.</summary>
public sealed class LocalSessionTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly ManualTime _time = new();
    private readonly PurgeMarks _marks = new();
    private readonly LongRunningSessionOptions _options = new();
    private readonly LocalSessions _store;
    private readonly SessionKey _key = KeyOf("alice");

    public LocalSessionTests() => _store = new LocalSessions(_marks, Options.Create(_options), new MonotonicClock(_time));

    [Fact]
    public async Task A_session_ends_when_its_owner_said_however_often_it_is_used_and_whatever_the_wall_clock_says()
    {
        await _store.OpenAsync(_key, _marks.Now, TimeSpan.FromDays(20));
        _time.WallClockError = TimeSpan.FromHours(1);

        for (var day = 0; day < 19; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            var found = (await _store.FindAsync(_key))!;
            Assert.True(await _store.ReplaceAsync(found, found.Content with { UsedAt = _store.Now }));
        }

        _time.Advance(TimeSpan.FromDays(1) - Tick);
        Assert.NotNull(await _store.FindAsync(_key));
        _time.Advance(Tick);
        Assert.Null(await _store.FindAsync(_key));
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public async Task A_session_that_nobody_uses_ends_earlier()
    {
        _options.IdleTime = TimeSpan.FromDays(5);
        await _store.OpenAsync(_key, _marks.Now, TimeSpan.FromDays(20));

        _time.Advance(TimeSpan.FromDays(5) - Tick);
        Assert.NotNull(await _store.FindAsync(_key));
        _time.Advance(Tick);
        Assert.Null(await _store.FindAsync(_key));
    }

    [Fact]
    public async Task A_session_of_a_request_begun_before_its_users_purge_is_not_opened()
    {
        var before = _marks.Now;
        _marks.Purge(_key.Owner);

        var refused = await Assert.ThrowsAsync<OboException>(() => _store.OpenAsync(_key, before, TimeSpan.FromDays(1)));
        await _store.OpenAsync(KeyOf("bob"), before, TimeSpan.FromDays(1));

        Assert.Equal(OboFailure.AssertionRefused, refused.Failure);
        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task A_session_begun_before_its_users_purge_is_not_found()
    {
        await _store.OpenAsync(_key, _marks.Now, TimeSpan.FromDays(1));
        await _store.OpenAsync(KeyOf("bob"), _marks.Now, TimeSpan.FromDays(1));
        _marks.Purge(_key.Owner);

        Assert.Null(await _store.FindAsync(_key));
        Assert.NotNull(await _store.FindAsync(KeyOf("bob")));
        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task A_session_that_another_use_has_written_is_not_written()
    {
        var opened = await _store.OpenAsync(_key, _marks.Now, TimeSpan.FromDays(1));

        Assert.True(await _store.ReplaceAsync(opened, opened.Content with { Tokens = [1] }));
        Assert.False(await _store.ReplaceAsync(opened, opened.Content with { Tokens = [2] }));
        Assert.Equal([1], (await _store.FindAsync(_key))!.Content.Tokens);
    }

    private static SessionKey KeyOf(string user) =>
        new(new PrincipalId("tenant", user), [new EntrySecrets(new StorePlace([.. new byte[StorePlace.Length - 1], (byte)user[0]]), new byte[Sealing.KeyLength], [])]);
}
