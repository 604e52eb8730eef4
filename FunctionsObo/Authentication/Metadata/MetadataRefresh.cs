namespace FunctionsObo.Authentication.Metadata;

/// <summary>How a fetch of the metadata ended.</summary>
/// <param name="Succeeded">There is new metadata.</param>
/// <param name="Refusal">Why it was refused; null when it succeeded, or could not be had.</param>
internal readonly record struct MetadataRefresh(bool Succeeded, string? Refusal)
{
    public static readonly MetadataRefresh Success = new(true, null);
    public static readonly MetadataRefresh Unavailable = new(false, null);

    public static MetadataRefresh Refused(string reason) => new(false, reason);
}
