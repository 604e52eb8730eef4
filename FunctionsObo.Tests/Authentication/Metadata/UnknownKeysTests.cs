using FunctionsObo.Authentication.Metadata;
using TestSupport;

namespace FunctionsObo.Tests.Authentication.Metadata;

/// <summary>What made-up key ids can cost.</summary>
public sealed class UnknownKeysTests
{
    private static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly UnknownKeys _keys;

    public UnknownKeysTests() => _keys = new UnknownKeys(Cooldown, _time);

    [Fact]
    public void One_question_per_cooldown()
    {
        Assert.True(_keys.MayAsk());
        Assert.Equal(Cooldown, _keys.MayAskIn);
        _time.Advance(Cooldown - TimeSpan.FromTicks(1));
        Assert.False(_keys.MayAsk());
        Assert.Equal(TimeSpan.FromTicks(1), _keys.MayAskIn);

        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(TimeSpan.Zero, _keys.MayAskIn);
        Assert.True(_keys.MayAsk());
        Assert.False(_keys.MayAsk());
    }

    [Fact]
    public void Only_a_key_that_was_asked_for_is_known_to_be_missing_and_not_beyond_the_next_question()
    {
        Assert.True(_keys.MayAsk());
        _keys.Remember("a");

        Assert.True(_keys.IsMissing("a"));
        Assert.False(_keys.IsMissing("A"));
        _time.Advance(Cooldown);
        Assert.True(_keys.MayAsk());

        Assert.False(_keys.IsMissing("a"));
    }

    [Fact]
    public void A_flood_fills_what_is_remembered_and_no_more()
    {
        for (var i = 0; i < 10_000; i++) _keys.Remember($"k{i}");

        Assert.Equal(1000, _keys.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_clock_that_is_set_by_an_hour_changes_no_cooldown(int hours)
    {
        Assert.True(_keys.MayAsk());
        _time.WallClockError = TimeSpan.FromHours(hours);

        Assert.False(_keys.MayAsk());
        _time.Advance(Cooldown);
        Assert.True(_keys.MayAsk());
    }
}
