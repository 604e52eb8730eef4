using System.Collections.Concurrent;
using TestSupport;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>Users who call without a pause, half of the time with a token that nobody has seen. Each answer is checked.</summary>
internal sealed class CallingUsers : IAsyncDisposable
{
    private const int Callers = 6;

    private static readonly (string User, string Name)[] Users = [("alice", "Alice Anderson"), ("bob", "Bob Brown")];

    private readonly Instances _instances;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _callers;
    private int _answered;

    public CallingUsers(Instances instances)
    {
        _instances = instances;
        _callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(Users[caller % Users.Length])))];
    }

    /// <summary>Requests that were not answered, or with the data of somebody else.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>Waits until so many more requests have ended.</summary>
    public Task MoreAsync(int requests)
    {
        var wanted = Volatile.Read(ref _answered) + requests;
        return Eventually.TrueAsync(() => Volatile.Read(ref _answered) >= wanted);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_callers);
        _stop.Dispose();
    }

    private async Task CallAsync((string User, string Name) caller)
    {
        var known = _instances.Stack.Emulator.IssueAccessToken(caller.User);
        for (var call = 0; !_stop.IsCancellationRequested; call++)
        {
            try
            {
                var (name, _) = await _instances.ProfileAsync(call % 2 == 0 ? known : _instances.Stack.Emulator.IssueAccessToken(caller.User));
                if (name != caller.Name) Failures.Enqueue($"{caller.Name} got the data of {name}");
            }
            catch (Exception failure)
            {
                Failures.Enqueue(failure.Message);
            }

            Interlocked.Increment(ref _answered);
        }
    }
}
