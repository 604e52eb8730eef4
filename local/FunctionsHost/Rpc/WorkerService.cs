using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.Rpc;

/// <summary>The one method that workers call: a stream that stays open for as long as they live.</summary>
internal sealed class WorkerService(ExpectedWorkers expected, WorkerLogs logs, IHostApplicationLifetime lifetime) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream is not { } start)
            throw new Grpc.Core.RpcException(new Status(StatusCode.InvalidArgument, "The first message must be start_stream."));

        var channel = new WorkerChannel(requestStream, responseStream, logs);
        if (!expected.Connect(start.WorkerId, channel))
            throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "Nobody has started a worker of this id."));
        // A worker never ends its stream, and the server would wait for it.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await channel.RunAsync(end.Token);
    }
}
