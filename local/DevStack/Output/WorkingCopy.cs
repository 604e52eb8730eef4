namespace DevStack.Output;

/// <summary>The repository in which DevHost is started, found from the working directory.</summary>
internal static class WorkingCopy
{
    private const string SettingsFile = "local.settings.json";

    /// <summary>The closest folder upwards with a solution; outside of one, the working directory.</summary>
    public static string TopOf(string workingDirectory)
    {
        for (var folder = new DirectoryInfo(workingDirectory); folder is not null; folder = folder.Parent)
            if (folder.EnumerateFiles("*.sln*", new EnumerationOptions()).Any(file => file.Extension is ".sln" or ".slnx"))
                return folder.FullName;
        return workingDirectory;
    }

    /// <summary>The local.settings.json that <c>func start</c> would use, as a path from the working directory; null if there is none.</summary>
    public static string? SettingsFileFrom(string workingDirectory) => new[] { workingDirectory, TopOf(workingDirectory) }
        .Select(folder => Path.Combine(folder, SettingsFile))
        .Where(File.Exists)
        .Select(file => Path.GetRelativePath(workingDirectory, file))
        .FirstOrDefault();
}
