using System.Diagnostics;
using System.Globalization;
using TestSupport;

namespace Local.Tests.Clients.Runtimes;

/// <summary>Finds Node.js, and the packages that this project's scripts need. No test installs anything.</summary>
internal static class InstalledNode
{
    /// <summary>The least version that the packages ask for.</summary>
    private const int Least = 20;

    /// <summary>The folder with the scripts and their packages.</summary>
    public static string Folder { get; } = Repository.PathOf(Path.Combine("local", "Tests.Clients", "Node"));

    /// <summary>The program; null where there is none.</summary>
    public static string? Program { get; } = Programs.InPath("node");

    /// <summary>Why no script can run here, and what to do; null when they can.</summary>
    public static string? Missing { get; } =
        Program is null || VersionOf(Program) < Least ? $"Node.js {Least} or later is not installed: https://nodejs.org/en/download, or brew install node on macOS."
        : !Directory.Exists(Path.Combine(Folder, "node_modules", "playwright-core")) ? "The clients' packages are not installed: npm ci --prefix local/Tests.Clients/Node"
        : null;

    /// <summary>The first part of what it says of itself, such as <c>v20.20.2</c>.</summary>
    private static int VersionOf(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, "--version") { UseShellExecute = false, RedirectStandardOutput = true })!;
        return int.Parse(process.StandardOutput.ReadToEnd().TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture);
    }
}
