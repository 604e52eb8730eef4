using System.Text.Json;

namespace FunctionsObo.Tool.App;

/// <summary>Finds the app that was built last: a Functions app has a worker.config.json beside it, which names its assembly.</summary>
internal static class AppSearch
{
    private const string WorkerConfig = "worker.config.json";

    /// <param name="folders">Where the app may be: a published one in it, a built one in its <c>bin</c> or in that of <c>FunctionApp</c> below it.</param>
    /// <returns>The assembly's path; null when there is none.</returns>
    public static string? Find(params IEnumerable<string> folders) => folders
        .SelectMany(folder => (IEnumerable<string>[])[In(folder, SearchOption.TopDirectoryOnly), In(Path.Combine(folder, "bin")), In(Path.Combine(folder, "FunctionApp", "bin"))])
        .Select(found => found.MaxBy(File.GetLastWriteTimeUtc))
        .FirstOrDefault(app => app is not null);

    private static IEnumerable<string> In(string folder, SearchOption depth = SearchOption.AllDirectories) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, WorkerConfig, depth).Select(AssemblyOf).OfType<string>()
        : [];

    private static string? AssemblyOf(string config)
    {
        try
        {
            using var worker = JsonDocument.Parse(File.ReadAllBytes(config));
            var name = worker.RootElement.GetProperty("description").GetProperty("defaultWorkerPath").GetString();
            return name is not null && Path.Combine(Path.GetDirectoryName(config)!, name) is var app && File.Exists(app) ? app : null;
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null; // it is none of a Functions app
        }
    }
}
