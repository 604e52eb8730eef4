using System.Text;

namespace FunctionsObo.Tool.Output;

/// <summary>Files that hold a secret: only their owner may read them (mode 0600; on Windows, what the folder says).</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <exception cref="IOException">A file of that name is there already, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static void Create(string path, string text) => Create(path, Utf8.GetBytes(text));

    /// <inheritdoc cref="Create(string, string)"/>
    public static void Create(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Mode;
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Puts a whole new file in the place of one, so that nobody ever reads half of it.</summary>
    /// <inheritdoc cref="Create(string, string)" path="/exception"/>
    public static void Replace(string path, string text)
    {
        var place = PlaceOf(path);
        var fresh = $"{place}.{Guid.NewGuid():N}.tmp";
        try
        {
            Create(fresh, text);
            File.Move(fresh, place, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>A link stays one, and what it leads to is written.</summary>
    private static string PlaceOf(string path) => File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path;

    /// <summary>Whether a file can be put at this place, tried without touching what is there.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public static void CheckPlace(string path, string name)
    {
        var place = PlaceOf(path);
        var probe = $"{place}.{Guid.NewGuid():N}.tmp";
        try
        {
            Create(probe, "");
            File.Delete(probe);
            if (File.Exists(place)) using (new FileStream(place, FileMode.Open, FileAccess.ReadWrite)) { }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name} cannot be written: see that its folder exists, and who may write there. Nothing was changed.");
        }
    }
}
