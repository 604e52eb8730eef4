namespace DevHost.DownstreamApis.Authentication;

/// <summary>A token was not good enough. The message is a fixed sentence: nothing of the token is in it.</summary>
internal sealed class TokenRefusedException(string reason) : Exception(reason);
