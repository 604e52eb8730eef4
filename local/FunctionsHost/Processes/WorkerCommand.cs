using System.Diagnostics;
using System.Text.Json;
using FunctionsHost.Configuration;
using FunctionsHost.Diagnostics;

namespace FunctionsHost.Processes;

/// <summary>How to start a worker of an app's folder: what its worker.config.json says, told in the way of Azure's host.</summary>
internal sealed record WorkerCommand(string Directory, string Executable, string Worker)
{
    private const string File = "worker.config.json";

    /// <exception cref="FunctionsHostException">The folder has no such file, or it does not say what to start.</exception>
    public static WorkerCommand Read(AppProcess app)
    {
        var directory = app.Directory;
        if (app.Assembly is { } assembly) return new WorkerCommand(Path.GetFullPath(directory), "dotnet", assembly);
        var file = SettingsFile.ReadObject(Path.Combine(directory, File))
            ?? throw new FunctionsHostException($"{Path.Combine(directory, File)} is missing. Build or publish a Functions app (Microsoft.Azure.Functions.Worker.Sdk) into this folder.");
        var (executable, worker) = file.TryGetProperty("description", out var description) ? (Text(description, "defaultExecutablePath"), Text(description, "defaultWorkerPath")) : default;
        if (executable is null || worker is null) throw new FunctionsHostException($"{Path.Combine(directory, File)} does not say description.defaultExecutablePath and defaultWorkerPath.");
        return new WorkerCommand(Path.GetFullPath(directory), executable.Replace("{WorkerRoot}", Path.GetFullPath(directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal), worker);
    }

    public ProcessStartInfo For(Uri endpoint, string workerId, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Executable)
        {
            WorkingDirectory = Directory,
            UseShellExecute = false,
            RedirectStandardInput = true, // its end tells the worker that the host is gone
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Each value under its older and its newer name: which of them a worker reads depends on its version.
        foreach (var argument in (ReadOnlySpan<string>)[
            Path.Combine(Directory, Worker), "--host", endpoint.Host, "--port", $"{endpoint.Port}", "--workerId", workerId, "--requestId", workerId, "--grpcMaxMessageLength", "2147483647",
            "--functions-uri", endpoint.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", workerId, "--functions-grpc-max-message-length", "2147483647"])
            start.ArgumentList.Add(argument);

        start.Environment.TryAdd("AZURE_FUNCTIONS_ENVIRONMENT", "Development");
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = Directory;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = Directory;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["DOTNET_STARTUP_HOOKS"] = start.Environment.TryGetValue("DOTNET_STARTUP_HOOKS", out var hooks) && !string.IsNullOrEmpty(hooks)
            ? $"{typeof(WorkerCommand).Assembly.Location}{Path.PathSeparator}{hooks}"
            : typeof(WorkerCommand).Assembly.Location;
        return start;
    }

    private static string? Text(JsonElement description, string name) =>
        description.ValueKind == JsonValueKind.Object && description.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
