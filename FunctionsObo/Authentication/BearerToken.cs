namespace FunctionsObo.Authentication;

/// <summary>
/// A bearer token as it stands in the request's Authorization header. The characters are not copied: the token is a view
/// of the header's value until <see cref="Reveal"/> is called. <see cref="ToString"/> never shows them.
/// </summary>
public sealed class BearerToken
{
    private readonly string _header;
    private readonly int _start;
    private string? _text;

    internal BearerToken(string header, int start)
    {
        _header = header;
        _start = start;
        Hash = TokenHash.Compute(Characters);
    }

    internal TokenHash Hash { get; }

    internal ReadOnlySpan<char> Characters => _header.AsSpan(_start);

    /// <summary>The token itself, for the identity platform alone. Never log, store or send it elsewhere.</summary>
    internal string Reveal() => _text ??= _header[_start..];

    /// <summary>A fixed text: a token in a log is a credential in a log.</summary>
    public override string ToString() => "Bearer ***";
}
