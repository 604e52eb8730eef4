using FunctionsObo.Authentication;
using FunctionsObo.Circuits;
using TestSupport;

namespace FunctionsObo.Tests.Circuits;

/// <summary>The rules of every circuit, attempt by attempt.</summary>
public sealed class CircuitTests
{
    private const int Enough = 4;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    private readonly ManualTime _time = new();
    private readonly Circuit _circuit;

    public CircuitTests() => _circuit = new Circuit(new CircuitLimits(Enough, Ratio: 0.5, Window, Break), _time);

    [Fact]
    public void Enough_different_callers_open_it_and_nothing_less()
    {
        Fail(Users(Enough - 1));
        Fail(Users(Enough - 1)); // the same once more
        Assert.False(_circuit.IsOpen);

        Assert.Equal(CircuitChange.Opened, End(User(Enough), AttemptEnding.Failed));

        Assert.True(_circuit.IsOpen);
        Assert.Equal(Break, WaitOf(User(99)));
    }

    [Theory]
    [InlineData(Enough, true)]
    [InlineData(Enough + 1, false)]
    public void They_must_be_half_of_all_callers(int others, bool opens)
    {
        foreach (var other in Users(others, from: 100)) End(other, AttemptEnding.Answered);
        foreach (var other in Users(others, from: 100)) End(other, AttemptEnding.Answered); // each is one, however often

        Fail(Users(Enough));

        Assert.Equal(opens, _circuit.IsOpen);
    }

    [Fact]
    public void A_caller_counts_by_the_latest_attempt()
    {
        Fail(Users(Enough - 1));
        End(User(0), AttemptEnding.Answered);

        Fail([User(50)]);
        Assert.False(_circuit.IsOpen);

        Fail([User(0)]);
        Assert.True(_circuit.IsOpen);
    }

    [Fact]
    public void An_attempt_counts_for_the_window_and_no_longer()
    {
        Fail(Users(Enough - 1));
        _time.Advance(Window + Instant);
        Fail([User(50)]);
        Assert.False(_circuit.IsOpen);

        _time.Advance(Window);
        Fail(Users(Enough - 1, from: 10));
        Assert.True(_circuit.IsOpen);
    }

    [Fact]
    public void One_caller_who_only_fails_waits_alone_and_then_makes_one_attempt_at_a_time()
    {
        var alice = User(0);
        for (var i = 0; i < Enough; i++) Fail([alice]);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(Break - TimeSpan.FromSeconds(3), WaitOf(alice));
        Assert.Null(WaitOf(User(1)));

        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.True(_circuit.TryEnter(alice, out var probe, out _));
        Assert.Equal(CircuitLimits.ProbeWait, WaitOf(alice));
        Assert.Null(WaitOf(User(1)));
        _circuit.Leave(alice, probe, AttemptEnding.Failed);
        Assert.Equal(Break, WaitOf(alice));

        _time.Advance(Break);
        End(alice, AttemptEnding.Unknown);
        End(alice, AttemptEnding.Answered);
        Assert.Null(WaitOf(alice));
        for (var i = 0; i < Enough - 1; i++) Fail([alice]);
        Assert.Null(WaitOf(alice));
        Assert.False(_circuit.IsOpen);
    }

    [Fact]
    public void Failures_in_a_row_are_remembered_however_rarely_the_caller_comes()
    {
        for (var i = 0; i < Enough; i++)
        {
            _time.Advance(Window * 2);
            Fail([User(0)]);
        }

        Assert.Equal(Break, WaitOf(User(0)));
    }

    [Fact]
    public void What_says_nothing_of_the_endpoint_counts_for_nothing()
    {
        for (var i = 0; i < Enough; i++)
        {
            foreach (var user in Users(2 * Enough)) End(user, AttemptEnding.Unknown);
        }

        Fail(Users(Enough - 1));
        Assert.False(_circuit.IsOpen);
        Fail([User(50)]);
        Assert.True(_circuit.IsOpen); // they were no callers of the ratio either
    }

    [Fact]
    public void After_the_break_one_attempt_tries_and_an_answer_closes_it_for_everybody()
    {
        Open();
        _time.Advance(Break - Instant);
        Assert.Equal(Instant, WaitOf(User(50)));
        _time.Advance(Instant);

        Assert.True(_circuit.TryEnter(User(50), out var probe, out _));
        Assert.Equal(CircuitLimits.ProbeWait, WaitOf(User(51)));
        Assert.Equal(CircuitChange.Closed, _circuit.Leave(User(50), probe, AttemptEnding.Answered));

        Assert.False(_circuit.IsOpen);
        foreach (var user in Users(Enough)) Assert.Null(WaitOf(user));
        Fail(Users(Enough - 1)); // from the beginning
        Assert.False(_circuit.IsOpen);
    }

    [Fact]
    public void A_try_without_an_answer_leaves_the_next_one_to_find_out()
    {
        Open();
        _time.Advance(Break);

        Assert.Equal(CircuitChange.None, End(User(50), AttemptEnding.Unknown));

        Assert.True(_circuit.IsOpen);
        Assert.True(_circuit.TryEnter(User(51), out _, out _));
        Assert.Equal(CircuitLimits.ProbeWait, WaitOf(User(52)));
    }

    [Fact]
    public void A_try_that_fails_is_its_callers_and_everybody_waits_again_only_for_enough_of_them()
    {
        Open();
        _time.Advance(Break);

        for (var i = 0; i < Enough; i++)
        {
            Assert.Equal(CircuitChange.None, End(User(50 + i), AttemptEnding.Failed));
            Assert.Equal(Break, WaitOf(User(50 + i)));
            Assert.Equal(i == Enough - 1 ? Break : null, WaitOf(User(99)));
        }

        _time.Advance(Break);
        Assert.Equal(CircuitChange.Closed, End(User(50), AttemptEnding.Answered));
    }

    [Fact]
    public void The_same_callers_tries_do_not_open_it_again()
    {
        Open();
        for (var i = 0; i < 2 * Enough; i++)
        {
            _time.Advance(Break);
            End(User(50), AttemptEnding.Failed);
        }

        Assert.Equal(CircuitChange.Closed, End(User(99), AttemptEnding.Answered));
    }

    [Fact]
    public void What_began_before_it_opened_or_closed_decides_nothing_afterwards()
    {
        var early = Users(Enough + 1, from: 50).Select(user => (User: user, Attempt: Begin(user))).ToList();
        Open();
        Assert.Equal(CircuitChange.None, _circuit.Leave(early[0].User, early[0].Attempt, AttemptEnding.Answered));
        Assert.True(_circuit.IsOpen);
        _time.Advance(Break);
        End(User(0), AttemptEnding.Answered);

        foreach (var (user, attempt) in early[1..]) _circuit.Leave(user, attempt, AttemptEnding.Failed);

        Assert.False(_circuit.IsOpen);
        Fail(Users(Enough - 1));
        Assert.False(_circuit.IsOpen);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_wall_clock_that_is_set_changes_nothing(int hours)
    {
        Open();
        _time.WallClockError = TimeSpan.FromHours(hours);
        Assert.Equal(Break, WaitOf(User(50)));

        _time.Advance(Break);
        Assert.Equal(CircuitChange.Closed, End(User(50), AttemptEnding.Answered));
    }

    private void Open()
    {
        Fail(Users(Enough));
        Assert.True(_circuit.IsOpen);
    }

    private static PrincipalId User(int number) => new("tenant", $"user-{number}");

    private static PrincipalId[] Users(int count, int from = 0) => [.. Enumerable.Range(from, count).Select(User)];

    private void Fail(PrincipalId[] users)
    {
        foreach (var user in users) End(user, AttemptEnding.Failed);
    }

    private CircuitChange End(PrincipalId user, AttemptEnding ending) => _circuit.Leave(user, Begin(user), ending);

    private Attempt Begin(PrincipalId user)
    {
        Assert.True(_circuit.TryEnter(user, out var attempt, out _));
        return attempt;
    }

    /// <summary>Null for a caller who may; the attempt ends at once and says nothing.</summary>
    private TimeSpan? WaitOf(PrincipalId user)
    {
        if (!_circuit.TryEnter(user, out var attempt, out var wait)) return wait;
        _circuit.Leave(user, attempt, AttemptEnding.Unknown);
        return null;
    }
}
