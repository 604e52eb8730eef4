namespace Local.Tests.Clients.Runtimes;

/// <summary>Programs of this machine.</summary>
internal static class Programs
{
    public static string? Existing(string path) => File.Exists(path) ? path : null;

    /// <summary>A program in <c>PATH</c>; null where there is none.</summary>
    public static string? InPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .FirstOrDefault(File.Exists);
}
