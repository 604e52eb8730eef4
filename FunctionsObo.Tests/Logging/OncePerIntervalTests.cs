using FunctionsObo.Logging;
using FunctionsObo.Testing.Time;

namespace FunctionsObo.Tests.Logging;

public sealed class OncePerIntervalTests
{
    private static readonly TimeSpan Interval = OncePerInterval<string>.Interval;

    private readonly ManualTime _time = new();
    private readonly OncePerInterval<string> _lately;

    public OncePerIntervalTests() => _lately = new(_time);

    [Fact]
    public void The_first_passes_at_once_and_the_next_one_after_the_interval_says_how_many_did_not()
    {
        Assert.Equal((true, 0), Ask("a"));
        for (var i = 1; i <= 3; i++) Assert.False(Ask("a").Passes);
        _time.Advance(Interval - TimeSpan.FromTicks(1));
        Assert.False(Ask("a").Passes);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((true, 4), Ask("a"));
        _time.Advance(Interval);
        Assert.Equal((true, 0), Ask("a"));
    }

    [Fact]
    public void Another_cause_has_an_interval_of_its_own()
    {
        Assert.True(Ask("a").Passes);
        Assert.True(Ask("b").Passes);
        Assert.False(Ask("a").Passes);
    }

    [Fact]
    public void A_clock_that_is_set_changes_nothing()
    {
        Assert.True(Ask("a").Passes);
        foreach (var hours in new[] { -5, 5 })
        {
            _time.WallClockError = TimeSpan.FromHours(hours);
            Assert.False(Ask("a").Passes);
        }
    }

    [Fact]
    public void Of_those_that_come_together_one_passes_and_all_others_are_counted()
    {
        for (var round = 0; round < 50; round++)
        {
            var before = round == 0 ? 0 : 99;
            var passed = new System.Collections.Concurrent.ConcurrentBag<int>();
            Parallel.For(0, 100, _ =>
            {
                if (_lately.Passes("a", out var suppressed)) passed.Add(suppressed);
            });

            Assert.Equal([before], passed);
            _time.Advance(Interval);
        }
    }

    [Fact]
    public void However_many_causes_there_are_it_stays_small()
    {
        Ask("a");
        for (var i = 0; i < 1000; i++) Ask($"made up {i}");

        Assert.True(Ask("a").Passes); // forgotten, and not kept for ever
    }

    private (bool Passes, int Suppressed) Ask(string cause) => (_lately.Passes(cause, out var suppressed), suppressed);
}
