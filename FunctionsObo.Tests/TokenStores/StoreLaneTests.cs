using System.Diagnostics.Metrics;
using System.Net.Sockets;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;

namespace FunctionsObo.Tests.TokenStores;

public sealed class StoreLaneTests : IDisposable
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeLogger<StoreDiagnostics> _log = new();
    private readonly StoreLane _lane;

    public StoreLaneTests() => _lane = new StoreLane(
        StoreWay.Requests, atATime: 2, Break, new StoreDiagnostics(_services.GetRequiredService<IMeterFactory>(), _time, _log), _time);

    [Fact]
    public async Task An_answer_comes_through() =>
        Assert.Equal(new StoreAnswer<int>(StoreEnding.Answered, 7), await CallAsync(() => Task.FromResult(7)));

    [Fact]
    public async Task A_call_that_does_not_come_back_is_left_after_the_budget_and_keeps_its_place()
    {
        var (first, second) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        Task<StoreAnswer<int>>[] hanging = [CallAsync(() => first.Task), CallAsync(() => second.Task)];
        var waiting = CallAsync(() => Task.FromResult(3));
        _time.Advance(Budget);

        Assert.All(await Task.WhenAll(hanging), answer => Assert.Equal(StoreEnding.TimedOut, answer.Ending));
        Assert.Equal(StoreEnding.Busy, (await waiting).Ending);
        first.SetResult(1); // too late for who waited, in time for the next
        Assert.Equal(new StoreAnswer<int>(StoreEnding.Answered, 4), await CallAsync(() => Task.FromResult(4)));
    }

    [Fact]
    public async Task A_cancellation_that_the_driver_obeys_is_no_other_ending()
    {
        var obeying = _lane.CallAsync(StoreOperation.Get, Budget, async over =>
        {
            await Task.Delay(Timeout.Infinite, over);
            return 1;
        });
        _time.Advance(Budget);

        Assert.Equal(StoreEnding.TimedOut, (await obeying).Ending);
    }

    [Fact]
    public async Task After_three_failures_in_a_row_one_at_a_time_tries_it_until_one_succeeds()
    {
        await FailAsync(2);
        Assert.Equal(StoreEnding.Answered, (await CallAsync(() => Task.FromResult(1))).Ending);
        await FailAsync(3);
        Assert.True(_lane.IsOpen);
        Assert.Equal(StoreEnding.CircuitOpen, (await CallAsync(() => Task.FromResult(1))).Ending);

        _time.Advance(Break);
        var probing = new TaskCompletionSource<int>();
        var probe = CallAsync(() => probing.Task);
        Assert.Equal(StoreEnding.CircuitOpen, (await CallAsync(() => Task.FromResult(1))).Ending);
        probing.SetException(new InvalidOperationException());
        Assert.Equal(StoreEnding.Failed, (await probe).Ending);
        Assert.Equal(StoreEnding.CircuitOpen, (await CallAsync(() => Task.FromResult(1))).Ending);

        _time.Advance(Break);
        Assert.Equal(StoreEnding.Answered, (await CallAsync(() => Task.FromResult(1))).Ending);
        Assert.False(_lane.IsOpen);
        Assert.Equal([702, 703], _log.Collector.GetSnapshot().Select(line => line.Id.Id).Where(id => id != 701));
    }

    public static TheoryData<Exception, string> Faults => new()
    {
        { new InvalidOperationException("secret of the driver"), "InvalidOperationException (" },
        { new InvalidOperationException("READONLY You can't write against a read only replica."), "InvalidOperationException, READONLY (" },
        { new InvalidOperationException("outer", new SocketException((int)SocketError.ConnectionRefused)), "InvalidOperationException, it refuses the connection" },
        { new TimeoutException("Timeout performing HMGET"), "TimeoutException, no answer in time (" },
        { new SqlStateException("57P03"), "SqlStateException, SQLSTATE 57P03 (" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_log_says_the_cause_once_an_interval_and_nothing_of_the_drivers_words(Exception fault, string cause)
    {
        foreach (var _ in Enumerable.Range(0, 2)) await CallAsync<int>(() => throw fault);

        var line = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Contains($"fails at Get: {cause}", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("HMGET", line.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _lane.Dispose();
        _services.Dispose();
    }

    private Task<StoreAnswer<T>> CallAsync<T>(Func<Task<T>> call) => _lane.CallAsync(StoreOperation.Get, Budget, _ => call());

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++) Assert.Equal(StoreEnding.Failed, (await CallAsync<int>(() => throw new InvalidOperationException())).Ending);
    }

    private sealed class SqlStateException(string state) : System.Data.Common.DbException
    {
        public override string SqlState => state;
    }
}
