namespace FunctionsObo.Authentication.Metadata;

/// <summary>
/// The metadata was there, and it is not to be trusted: the configuration, or the network, leads to the wrong place. The message
/// says why, in our words.
/// </summary>
internal sealed class MetadataException(string message) : Exception(message);

/// <summary>The metadata was there, from the right place, and cannot be used: the provider's trouble, which passes.</summary>
internal sealed class UnusableMetadataException(string message) : Exception(message);
