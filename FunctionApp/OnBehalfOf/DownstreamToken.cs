namespace FunctionApp.OnBehalfOf;

/// <summary>A token for one downstream API. It goes on a request and nowhere else; <see cref="ToString"/> never shows it.</summary>
public sealed class DownstreamToken
{
    internal DownstreamToken(string accessToken, DateTimeOffset expiresAt)
    {
        Authorization = $"Bearer {accessToken}";
        ExpiresAt = expiresAt;
    }

    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The value of the Authorization header, made once.</summary>
    internal string Authorization { get; }

    public override string ToString() => $"Bearer *** (until {ExpiresAt:u})";
}
