namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>A file as it was when it was read: mounted secrets and certificates are replaced while the app runs.</summary>
internal sealed class WatchedFile(string path)
{
    private readonly DateTime? _writtenAt = WrittenAt(path);

    public string Path => path;

    public bool IsUnchanged => WrittenAt(path) == _writtenAt;

    /// <summary>The text without the line end that editors and tools leave behind.</summary>
    public string ReadText() => File.ReadAllText(path).Trim();

    /// <summary>Of the file itself, not of a link to it: Kubernetes replaces a mounted secret behind a link that stays
    /// (https://kubernetes.io/docs/concepts/configuration/secret/#mounted-secrets-are-updated-automatically).</summary>
    private static DateTime? WrittenAt(string path)
    {
        try
        {
            return (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)).LastWriteTimeUtc;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null; // whoever reads it says what is wrong with it
        }
    }
}
