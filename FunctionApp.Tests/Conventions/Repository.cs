using System.Runtime.CompilerServices;

namespace FunctionApp.Tests.Conventions;

/// <summary>The repository's files as they are in the working tree.</summary>
internal static class Repository
{
    private static readonly string Top = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    public static string PathOf(string name) => Path.Combine(Top, name);

    /// <summary>All C# sources below a folder, without what a build makes.</summary>
    public static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Top, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
