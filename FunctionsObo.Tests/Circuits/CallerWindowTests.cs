using FunctionsObo.Authentication;
using FunctionsObo.Circuits;
using TestSupport;

namespace FunctionsObo.Tests.Circuits;

public sealed class CallerWindowTests
{
    private readonly ManualTime _time = new();
    private readonly CallerWindow _window;

    public CallerWindowTests() => _window = new CallerWindow(TimeSpan.FromSeconds(30), _time);

    [Fact]
    public void It_holds_the_latest_thousand_callers()
    {
        for (var i = 0; i < 3000; i++) Note(i, failed: i % 2 == 0);

        Assert.Equal((1000, 500), (_window.Count, _window.Failing));
        Note(2999, failed: true); // one of them: instead of the old one
        Assert.InRange(_window.Count, 999, 1000);
    }

    [Fact]
    public void Who_comes_back_stays()
    {
        Note(1, failed: true);
        Note(2, failed: true);
        _time.Advance(TimeSpan.FromSeconds(20));
        Note(1, failed: false);
        _time.Advance(TimeSpan.FromSeconds(20));
        Note(3, failed: false);

        Assert.Equal((2, 0), (_window.Count, _window.Failing));
    }

    [Fact]
    public void A_caller_who_comes_back_costs_no_memory_and_neither_does_one_in_the_place_of_another()
    {
        var users = Enumerable.Range(0, 1001).Select(User).ToArray();
        foreach (var user in users) _window.Note(user, failed: false, _time.GetTimestamp());

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var user in users) _window.Note(user, failed: false, 0);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private static PrincipalId User(int number) => new("tenant", $"user-{number}");

    private void Note(int user, bool failed) => _window.Note(User(user), failed, _time.GetTimestamp());
}
