using FunctionsObo.Authentication.Metadata;
using TestSupport;

namespace FunctionsObo.Tests.Authentication.Metadata;

/// <summary>What made-up key ids can cost.</summary>
public sealed class UnknownKeysTests
{
    private static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();

    [Fact]
    public void One_question_per_cooldown_whoever_asks()
    {
        var keys = new UnknownKeys(Cooldown, _time);

        Assert.True(keys.MayAsk("a"));
        Assert.False(keys.MayAsk("b"));
        _time.Advance(Cooldown);
        Assert.True(keys.MayAsk("b"));
    }

    [Fact]
    public void A_key_that_the_provider_does_not_have_is_not_asked_for_again_soon()
    {
        var keys = new UnknownKeys(Cooldown, _time);
        Assert.True(keys.MayAsk("a"));
        keys.Remember("a");

        _time.Advance(Cooldown * 9);
        Assert.False(keys.MayAsk("a"));
        _time.Advance(Cooldown);
        Assert.True(keys.MayAsk("a"));
    }

    [Fact]
    public void A_flood_fills_what_is_remembered_and_no_more()
    {
        var keys = new UnknownKeys(Cooldown, _time);

        for (var i = 0; i < 10_000; i++) keys.Remember($"k{i}");

        Assert.Equal(1000, keys.Count);
        keys.Forget();
        Assert.Equal(0, keys.Count);
    }
}
