using System.Text;

namespace FunctionsObo.OnBehalfOf;

/// <summary>A token for one downstream API. It goes on a request and nowhere else; <see cref="ToString"/> never shows it.</summary>
public sealed class DownstreamToken
{
    private const string Scheme = "Bearer ";

    internal DownstreamToken(string accessToken, DateTimeOffset expiresAt)
    {
        Authorization = Scheme + accessToken;
        ExpiresAt = expiresAt;
    }

    /// <summary>Of a token in ASCII: the header's value is the one string that is made.</summary>
    internal DownstreamToken(byte[] accessToken, DateTimeOffset expiresAt)
    {
        Authorization = string.Create(Scheme.Length + accessToken.Length, accessToken, static (header, token) =>
        {
            Scheme.CopyTo(header);
            Encoding.ASCII.GetChars(token, header[Scheme.Length..]);
        });
        ExpiresAt = expiresAt;
    }

    /// <summary>When the token expires.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The value of the Authorization header, made once.</summary>
    internal string Authorization { get; }

    /// <summary>Whether it is this token, in ASCII.</summary>
    internal bool Carries(ReadOnlySpan<byte> accessToken) => Ascii.Equals(accessToken, Authorization.AsSpan(Scheme.Length));

    /// <summary>A fixed text and the expiry: a token in a log is a credential in a log.</summary>
    public override string ToString() => $"Bearer *** (until {ExpiresAt:u})";
}
