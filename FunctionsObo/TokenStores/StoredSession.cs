namespace FunctionsObo.TokenStores;

/// <summary>A session as the store has it.</summary>
/// <param name="content">What was written.</param>
/// <param name="version">Another one after each write, above 0.</param>
public sealed class StoredSession(byte[] content, long version)
{
    /// <summary>What was written.</summary>
    public byte[] Content { get; } = content;

    /// <summary>Another one after each write, above 0.</summary>
    public long Version { get; } = version;
}
