using TestSupport;

namespace Local.Tests.Clients.Runtimes;

/// <summary>Finds Node.js, and the packages that this project's scripts need. No test installs anything.</summary>
internal static class InstalledNode
{
    /// <summary>The folder with the scripts and their packages.</summary>
    public static string Folder { get; } = Repository.PathOf(Path.Combine("local", "Tests.Clients", "Node"));

    /// <summary>The program; null where there is none.</summary>
    public static string? Program { get; } = Programs.InPath("node");

    /// <summary>Why no script can run here, and what to do; null when they can.</summary>
    public static string? Missing { get; } =
        Program is null ? "Node.js is not installed: apt-get install nodejs npm on Debian or Ubuntu, brew install node on macOS."
        : !Directory.Exists(Path.Combine(Folder, "node_modules", "playwright-core")) ? "The clients' packages are not installed: npm ci --prefix local/Tests.Clients/Node"
        : null;
}
