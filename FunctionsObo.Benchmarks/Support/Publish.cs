using System.Diagnostics;

namespace FunctionsObo.Benchmarks.Support;

/// <summary><c>dotnet publish -c Release</c> of a project into a folder of its own.</summary>
internal static class Publish
{
    /// <param name="project">The project's folder, from the top of the repository.</param>
    /// <returns>The folder.</returns>
    public static async Task<string> RunAsync(string project)
    {
        var folder = Path.Combine(Path.GetTempPath(), "FunctionApp.Benchmarks", Path.GetFileName(project));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(TopOfRepository(), project), "-c", "Release", "-o", folder, "-m:1"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? folder : throw new InvalidOperationException($"{project} cannot be published:\n{output}");
    }

    public static string TopOfRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FunctionsObo.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("Run this from the repository: it publishes the apps that are measured.");
    }
}
