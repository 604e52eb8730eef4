using System.Threading.Channels;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>Does what nobody waits for, after the answer has gone out: a few at a time. What does not fit is not done: a lost write costs an exchange.</summary>
internal sealed class WriteBehind : IDisposable
{
    private const int AtATime = 4;
    private const int MostWaiting = 1000; // about 5 MB

    private readonly Channel<Func<Task>> _waiting = Channel.CreateBounded<Func<Task>>(MostWaiting);

    public WriteBehind()
    {
        using var flow = ExecutionContext.SuppressFlow();
        for (var i = 0; i < AtATime; i++) _ = Task.Run(RunAsync);
    }

    /// <param name="work">It throws nothing.</param>
    /// <returns>Whether it will be done.</returns>
    public bool TryAdd(Func<Task> work) => _waiting.Writer.TryWrite(work);

    public void Dispose() => _waiting.Writer.TryComplete();

    private async Task RunAsync()
    {
        await foreach (var work in _waiting.Reader.ReadAllAsync()) await work();
    }
}
