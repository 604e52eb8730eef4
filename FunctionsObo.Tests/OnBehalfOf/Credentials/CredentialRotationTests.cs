using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.Registration;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

public sealed class CredentialRotationTests
{
    private static readonly AsyncLocal<string?> Request = new();

    private readonly ScriptedRotation _scripted = new();

    private CredentialRotation Rotation => _scripted.Rotation;

    [Fact]
    public async Task Whoever_is_refused_during_a_load_waits_for_it_and_all_try_with_what_it_gives()
    {
        var refused = Rotation.Current;
        var gate = _scripted.HoldLoads();

        var waiting = Enumerable.Range(0, 3).Select(_ => Rotation.ReplaceAsync(refused, CancellationToken.None)).ToList();
        Assert.All(waiting, replaced => Assert.False(replaced.IsCompleted));
        Assert.Same(refused, Rotation.Current);
        gate.SetResult();

        Assert.All(await Task.WhenAll(waiting), Assert.True);
        Assert.NotSame(refused, Rotation.Current);
        Assert.True(await Rotation.ReplaceAsync(refused, CancellationToken.None)); // late, and it has been done
        Assert.Equal(2, _scripted.LoadedAt.Count);
    }

    [Fact]
    public async Task A_credential_that_stays_refused_is_loaded_again_once_in_30_seconds()
    {
        for (var second = 0; second <= 60; second++)
        {
            Assert.Equal(second % 30 == 0, await Rotation.ReplaceAsync(Rotation.Current, CancellationToken.None));
            _scripted.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 0, 30, 60], _scripted.LoadedAt);
    }

    [Fact]
    public async Task A_changed_credential_serves_until_the_next_one_is_loaded()
    {
        var old = Rotation.Current;
        var gate = _scripted.HoldLoads();
        _scripted.IsCurrent = false;

        for (var i = 0; i < 8; i++) Assert.Same(old, Rotation.Current);
        var replaced = Rotation.ReplaceAsync(old, CancellationToken.None);
        gate.SetResult();

        Assert.True(await replaced);
        Assert.Equal(2, _scripted.LoadedAt.Count);
        _scripted.IsCurrent = true;
        Assert.True(await Rotation.ReplaceAsync(Rotation.Current, CancellationToken.None)); // the change was no refusal
    }

    [Fact]
    public async Task Loads_that_fail_are_repeated_later_and_later_and_each_is_reported()
    {
        _ = Rotation.Current;
        _scripted.IsCurrent = false;
        _scripted.Source = () => throw new ConfigurationException(["it is broken"]);

        for (var second = 0; second <= 200; second++)
        {
            Assert.False(await AskAsync());
            _scripted.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 0, 1, 3, 7, 15, 31, 63, 123, 183], _scripted.LoadedAt);
        await Eventually.TrueAsync(() => _scripted.Reported.Count == 9);
    }

    [Fact]
    public async Task After_a_load_that_succeeds_failures_are_counted_anew()
    {
        _ = Rotation.Current;
        _scripted.IsCurrent = false;
        foreach (var (fails, wait) in new[] { (true, 1), (true, 2), (false, 1), (true, 1), (true, 2) })
        {
            _scripted.Source = fails ? () => throw new IOException("not expected, and no reason to stop") : () => Task.CompletedTask;
            Assert.Equal(!fails, await AskAsync());
            _scripted.Time.Advance(TimeSpan.FromSeconds(wait));
        }

        Assert.Equal([0, 0, 1, 3, 4, 5], _scripted.LoadedAt);
    }

    [Fact]
    public async Task Whoever_leaves_does_not_end_the_load()
    {
        var refused = Rotation.Current;
        var gate = _scripted.HoldLoads();
        using var leaving = new CancellationTokenSource();
        var left = Rotation.ReplaceAsync(refused, leaving.Token);
        var stays = Rotation.ReplaceAsync(refused, CancellationToken.None);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        gate.SetResult();

        Assert.True(await stays);
    }

    [Fact]
    public async Task Whoever_waits_for_a_load_that_fails_has_nothing_to_try_again_with()
    {
        var refused = Rotation.Current;
        var gate = _scripted.HoldLoads();
        var replaced = Rotation.ReplaceAsync(refused, CancellationToken.None);
        gate.SetException(new IOException("gone"));
        Assert.False(await replaced);
    }

    [Fact]
    public void A_first_load_that_fails_is_the_starts_to_report_and_may_be_repeated_at_once()
    {
        _scripted.Source = () => throw new ConfigurationException(["it is broken"]);
        Assert.Throws<ConfigurationException>(() => Rotation.Current);

        _scripted.Source = () => Task.CompletedTask;
        Assert.NotNull(Rotation.Current);
        Assert.Empty(_scripted.Reported);
    }

    [Fact]
    public async Task Nothing_of_the_request_that_began_it_is_seen_by_a_load()
    {
        var seen = "nothing yet";
        var refused = Rotation.Current;
        _scripted.Source = () =>
        {
            seen = Request.Value;
            return Task.CompletedTask;
        };
        Request.Value = "alice's";

        await Rotation.ReplaceAsync(refused, CancellationToken.None);

        Assert.Null(seen);
    }

    /// <summary>A request that is refused, if it finds a load under way; else nothing but a look.</summary>
    private Task<bool> AskAsync() =>
        Rotation.ReplaceAsync(Rotation.Current, CancellationToken.None);
}
