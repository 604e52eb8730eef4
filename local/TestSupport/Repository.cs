namespace TestSupport;

/// <summary>The repository's files as they are in the working tree.</summary>
internal static class Repository
{
    private static readonly string Top = Find();

    public static string PathOf(string name) => Path.Combine(Top, name);

    /// <summary>All C# sources below a folder, without what a build makes.</summary>
    public static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Top, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    /// <summary>Upwards from where the tests run: a deterministic build does not say where its sources are.</summary>
    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FunctionsObo.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
