using System.Diagnostics;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary><c>dotnet publish -c Release</c> of FunctionApp into a folder of its own.</summary>
internal static class Publish
{
    /// <param name="kind">Names the folder.</param>
    /// <param name="options">More options for publish.</param>
    /// <returns>The published program; null where that kind of publish is not possible on this machine.</returns>
    public static async Task<string?> FunctionAppAsync(string kind, params string[] options)
    {
        var top = TopOfRepository();
        var folder = Path.Combine(Path.GetTempPath(), "FunctionApp.Benchmarks", kind);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(top, "FunctionApp"), "-c", "Release", "-o", folder, "-m:1", .. options])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? Path.Combine(folder, "FunctionApp.dll") : null;
    }

    private static string TopOfRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FunctionsObo.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("Run this from the repository: it publishes FunctionApp.");
    }
}
