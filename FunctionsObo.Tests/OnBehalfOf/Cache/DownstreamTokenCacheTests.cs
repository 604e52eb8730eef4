using System.Text;
using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.Cache;
using Microsoft.Extensions.Options;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.Cache;

public sealed class DownstreamTokenCacheTests
{
    private static readonly string Token = new('t', 1500);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly ManualTime _time = new();
    private readonly MonotonicClock _clock;
    private readonly PurgeMarks _marks = new();

    public DownstreamTokenCacheTests() => _clock = new MonotonicClock(_time);

    [Fact]
    public void A33_a_hundred_thousand_users_stay_under_the_limit()
    {
        using var cache = CreateCache(megabytes: 20);

        for (var user = 0; user < 100_000; user++) Add(cache, user);

        Assert.InRange(cache.Size, 5L << 20, 20L << 20);
        Assert.NotNull(cache.Find(Key(99_999), _clock.Now));
        Assert.Null(cache.Find(Key(0), _clock.Now));
    }

    [Fact]
    public void An_entry_is_said_to_weigh_its_characters_and_what_stands_around_them()
    {
        using var cache = CreateCache(megabytes: 20);

        Add(cache, 1);

        Assert.InRange(cache.Size, Token.Length + 300, Token.Length + 400);
    }

    [Fact]
    public void A_user_who_keeps_calling_is_not_pushed_out_by_those_who_come_once()
    {
        using var cache = CreateCache(megabytes: 2);
        Add(cache, 0);

        for (var user = 1; user < 20_000; user++)
        {
            Add(cache, user);
            Assert.NotNull(cache.Find(Key(0), _clock.Now));
        }
    }

    [Fact]
    public void What_has_ended_is_swept_out_of_memory()
    {
        using var cache = CreateCache(megabytes: 20);
        for (var user = 0; user < 100; user++) Add(cache, user);

        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal((0, 0L), (cache.Count, cache.Size));
    }

    [Fact]
    public void A_token_comes_back_as_it_was()
    {
        using var cache = CreateCache(megabytes: 20);
        Add(cache, 1);
        var cached = cache.Find(Key(1), _clock.Now)!;

        Assert.Equal($"Bearer {Token}", cache.ToRequestToken(Key(1), cached).Authorization);
        Assert.Same(cache.ToRequestToken(Key(1), cached), cache.ToRequestToken(Key(1), cached));
    }

    [Fact]
    public void A_token_serves_to_the_last_moment_and_not_beyond()
    {
        using var cache = CreateCache(megabytes: 20);
        Add(cache, 1);
        var ends = _clock.Now + TimeSpan.FromHours(1) - Margin;

        Assert.NotNull(cache.Find(Key(1), ends - Tick));
        Assert.Null(cache.Find(Key(1), ends));
        Assert.Equal(0, cache.Count);
    }

    [Theory]
    [InlineData(false, 20)]
    [InlineData(true, 55)]
    public void It_outlives_the_callers_own_token_only_when_the_configuration_says_so(bool outlive, int minutes)
    {
        using var cache = CreateCache(megabytes: 20, outlive);
        Add(cache, 1, assertion: TimeSpan.FromMinutes(20));

        Assert.NotNull(cache.Find(Key(1), _clock.Now + TimeSpan.FromMinutes(minutes) - Tick));
        Assert.Null(cache.Find(Key(1), _clock.Now + TimeSpan.FromMinutes(minutes)));
    }

    [Fact]
    public void A_token_that_could_not_serve_is_not_kept()
    {
        using var cache = CreateCache(megabytes: 20);

        Add(cache, 1, lifetime: Margin);

        Assert.Equal(0, cache.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_wall_clock_that_is_set_by_an_hour_prolongs_and_ends_nothing(int hours)
    {
        using var cache = CreateCache(megabytes: 20);
        Add(cache, 1);

        _time.WallClockError = TimeSpan.FromHours(hours);

        _time.Advance(TimeSpan.FromMinutes(54));
        Assert.NotNull(cache.Find(Key(1), _clock.Now));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(cache.Find(Key(1), _clock.Now));
    }

    [Fact]
    public void A_purge_at_any_moment_of_an_addition_wins()
    {
        var purging = new PurgingTime();
        using var cache = new DownstreamTokenCache(Options.Create(new TokenCacheOptions()), _marks, new MonotonicClock(purging), _time);
        purging.OnRead = () =>
        {
            _marks.Purge(new PrincipalId("tenant", "user"));
            cache.RemovePurged();
        };

        Add(cache, 1);

        Assert.Equal(0, cache.Count);
    }

    private DownstreamTokenCache CreateCache(int megabytes, bool outlive = false) =>
        new(Options.Create(new TokenCacheOptions { SizeLimitMegabytes = megabytes, OutliveAssertion = outlive }), _marks, _clock, _time);

    private void Add(DownstreamTokenCache cache, int user, TimeSpan? lifetime = null, TimeSpan? assertion = null)
    {
        var (now, lasts) = (_clock.Now, lifetime ?? TimeSpan.FromHours(1));
        var token = new AcquiredToken(Encoding.ASCII.GetBytes(Token), _time.GetUtcNow() + lasts, now + lasts, now + (lasts / 2));
        cache.Add(token, new TokenAcquisition(Key(user), new PrincipalId("tenant", "user"), _marks.Now, assertion, (_, _) => throw new NotSupportedException()), order: 1);
    }

    private static TokenKey Key(int user) => new(TokenHash.Compute($"assertion {user}"), Graph);

    /// <summary>Runs something once when the time is read.</summary>
    private sealed class PurgingTime : TimeProvider
    {
        public Action? OnRead { get; set; }

        public override long GetTimestamp()
        {
            var run = OnRead;
            OnRead = null;
            run?.Invoke();
            return base.GetTimestamp();
        }
    }
}
