namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>A file as it was when it was read: mounted secrets and certificates are replaced while the app runs.</summary>
internal sealed class WatchedFile(string path)
{
    private readonly DateTime _writtenAt = File.GetLastWriteTimeUtc(path);

    public string Path => path;

    public bool IsUnchanged => File.GetLastWriteTimeUtc(path) == _writtenAt;

    /// <summary>The text without the line end that editors and tools leave behind.</summary>
    public string ReadText() => File.ReadAllText(path).Trim();
}
