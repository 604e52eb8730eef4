using System.Collections.Frozen;
using FunctionsHost.Diagnostics;
using FunctionsHost.Rpc;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Functions;

/// <summary>A worker that is ready: it has said what it can, and its functions are loaded.</summary>
internal sealed class Worker
{
    /// <summary>What the host tells workers of itself. The number is that of the protocol's generation, not of Azure's host.</summary>
    private const string HostVersion = "4.0.0.0";

    private readonly FrozenDictionary<string, HostedFunction> _functions;

    private Worker(WorkerChannel channel, IReadOnlyDictionary<string, string> capabilities, IReadOnlyList<HostedFunction> functions)
    {
        Channel = channel;
        Functions = functions;
        _functions = functions.ToFrozenDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
        HttpAddress = capabilities.GetValueOrDefault("HttpUri") is { Length: > 0 } address ? new Uri(address) : null;
    }

    public WorkerChannel Channel { get; }

    /// <summary>By name, the order in which the host matches routes.</summary>
    public IReadOnlyList<HostedFunction> Functions { get; }

    /// <summary>Where the worker answers HTTP by itself (ASP.NET Core integration); null for the built-in HTTP model.</summary>
    public Uri? HttpAddress { get; }

    public HostedFunction? Find(string name) => _functions.GetValueOrDefault(name);

    /// <summary>Asks a worker that has connected who it is and what it offers, and has it load that.</summary>
    /// <param name="channel">The worker's stream.</param>
    /// <param name="directory">The folder of the app's assembly.</param>
    /// <param name="logger">Takes what is wrong with single functions; the others run.</param>
    /// <param name="cancellationToken">How long all of it may take.</param>
    /// <exception cref="FunctionsHostException">The worker refuses, or answers nonsense.</exception>
    public static async Task<Worker> PrepareAsync(WorkerChannel channel, string directory, ILogger logger, CancellationToken cancellationToken)
    {
        var init = await channel.AskAsync(
            new StreamingMessage { WorkerInitRequest = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = directory, FunctionAppDirectory = directory } }, cancellationToken);
        ThrowIfFailed(init.WorkerInitResponse?.Result, "start");

        var index = await channel.AskAsync(
            new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = directory } }, cancellationToken);
        ThrowIfFailed(index.FunctionMetadataResponse?.Result, "list its functions");

        var functions = new List<HostedFunction>();
        foreach (var metadata in index.FunctionMetadataResponse!.FunctionMetadataResults.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (functions.Exists(other => other.Name.Equals(metadata.Name, StringComparison.OrdinalIgnoreCase)))
                HostLog.FunctionNotLoaded(logger, metadata.Name, "It has the name of another function.");
            else if (await LoadAsync(channel, metadata, directory, logger, cancellationToken) is { } function) functions.Add(function);
        }

        return new Worker(channel, init.WorkerInitResponse!.Capabilities, functions);
    }

    private static async Task<HostedFunction?> LoadAsync(
        WorkerChannel channel, RpcFunctionMetadata metadata, string directory, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            var function = HostedFunction.Read(metadata);
            // The worker puts this behind a directory of its environment, which several apps in one process would share.
            metadata.ScriptFile = Path.GetFullPath(metadata.ScriptFile, directory);
            var answer = await channel.AskAsync(
                new StreamingMessage { FunctionLoadRequest = new FunctionLoadRequest { FunctionId = metadata.FunctionId, Metadata = metadata } }, cancellationToken);
            ThrowIfFailed(answer.FunctionLoadResponse?.Result, $"load function '{metadata.Name}'");
            return function;
        }
        catch (FunctionsHostException wrong)
        {
            HostLog.FunctionNotLoaded(logger, metadata.Name, wrong.Message);
            return null;
        }
    }

    private static void ThrowIfFailed(StatusResult? result, string purpose)
    {
        if (result is null) throw new FunctionsHostException($"The worker was asked to {purpose} and answered something else.");
        if (result.Status != StatusResult.Types.Status.Success) throw new FunctionsHostException($"The worker could not {purpose}: {result.Exception?.Message}");
    }
}
