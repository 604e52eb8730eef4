using EntraEmulator.StackFiles;

namespace DevStack.Live;

/// <summary>The stack file that counts, as it was when it was read.</summary>
/// <param name="Path">Its full path; null for the built-in one.</param>
/// <param name="Name">What messages call it: the path from the working directory where it is below that.</param>
/// <param name="Content">Its bytes; none for the built-in one.</param>
/// <param name="Definition">What it says.</param>
internal sealed record StackSource(string? Path, string Name, byte[] Content, StackDefinition Definition)
{
    private static readonly string[] Places = ["stack.json", System.IO.Path.Combine("local", "stack.json")];

    /// <summary>The given file; else the nearest in or above the working directory, then the program's folder; else the built-in one.</summary>
    /// <exception cref="StackFileException">It cannot be read, or something in it is wrong.</exception>
    public static StackSource Find(string? given, string workingDirectory, string programFolder)
    {
        var path = given is null ? Above(workingDirectory) ?? Above(programFolder) : System.IO.Path.GetFullPath(given, workingDirectory);
        return path is null ? new StackSource(null, "the built-in stack.json", [], StackDefinition.Default) : Read(path, NameOf(path, workingDirectory));
    }

    /// <summary>The file as it is now.</summary>
    /// <exception cref="StackFileException">It cannot be read, or something in it is wrong.</exception>
    public StackSource ReadAgain() => Path is null ? this : Read(Path, Name);

    private static StackSource Read(string path, string name)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StackFileException([$"{name}: there is no such file. Choose one with --stack, or leave that out for the nearest stack.json."], failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StackFileException([$"{name}: it cannot be read. {failure.Message}"], failure);
        }

        return new StackSource(path, name, content, StackDefinition.Read(content, name));
    }

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            foreach (var place in Places)
                if (File.Exists(System.IO.Path.Combine(at.FullName, place)))
                    return System.IO.Path.Combine(at.FullName, place);
        return null;
    }

    private static string NameOf(string path, string workingDirectory) =>
        System.IO.Path.GetRelativePath(workingDirectory, path) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;
}
