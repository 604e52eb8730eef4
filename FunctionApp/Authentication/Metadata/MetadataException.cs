namespace FunctionApp.Authentication.Metadata;

/// <summary>The metadata was there, and it is not to be trusted or not to be used. The message says why, in our words.</summary>
internal sealed class MetadataException(string message) : Exception(message);
