using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;

namespace FunctionsHost.Rpc;

/// <summary>
/// The stream of one worker: what is sent goes out in order, questions get the answer with their id, logs go to the host's log.
/// It ends when the host says so, since no worker ever ends it, or when the worker is gone.
/// </summary>
internal sealed class WorkerChannel(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, WorkerLogs logs)
{
    private readonly Channel<StreamingMessage> _outbox = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _questions = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the stream has ended, whoever ended it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Sends a message that has no answer; into the void once the stream has ended.</summary>
    public void Send(StreamingMessage message) => _outbox.Writer.TryWrite(message);

    /// <summary>Sends a message and waits for its answer, for as long as the stream stands.</summary>
    /// <exception cref="WorkerGoneException">The stream has ended, or ends before the answer came.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        question.RequestId = Guid.NewGuid().ToString();
        _questions[question.RequestId] = answer;
        try
        {
            if (_ended.Task.IsCompleted || !_outbox.Writer.TryWrite(question)) throw new WorkerGoneException();
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _questions.TryRemove(question.RequestId, out _);
        }
    }

    /// <summary>Sends what is left and ends the stream.</summary>
    public void End() => _outbox.Writer.TryComplete();

    /// <summary>Carries the messages of both sides until the stream ends.</summary>
    public async Task RunAsync(CancellationToken aborted)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var reading = ReadAsync(stop.Token);
        var writing = WriteAsync(stop.Token);
        await Task.WhenAny(reading, writing);
        _outbox.Writer.TryComplete();
        await stop.CancelAsync();
        await Task.WhenAll(reading, writing);
        _ended.TrySetResult();
        foreach (var question in _questions.Values) question.TrySetException(new WorkerGoneException());
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await incoming.MoveNext(cancellationToken)) Receive(incoming.Current);
        }
        catch (Exception gone) when (IsEnd(gone))
        {
            // The worker's process has ended, or the host ends the stream.
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outbox.Reader.ReadAllAsync(cancellationToken)) await outgoing.WriteAsync(message, cancellationToken);
        }
        catch (Exception gone) when (IsEnd(gone))
        {
            // As above.
        }
    }

    private void Receive(StreamingMessage message)
    {
        if (message.ContentCase == StreamingMessage.ContentOneofCase.RpcLog) logs.Write(message.RpcLog);
        else if (_questions.TryGetValue(message.RequestId, out var question)) question.TrySetResult(message);
    }

    private static bool IsEnd(Exception exception) => exception is OperationCanceledException or IOException or Grpc.Core.RpcException or InvalidOperationException;
}

/// <summary>The worker is not there any more; nobody knows whether what was asked of it was done.</summary>
internal sealed class WorkerGoneException() : Exception("The worker has ended.");
