using System.Buffers;

namespace FunctionApp.Downstream;

/// <summary>
/// Puts a relative path under an API's base URL, and nowhere else: no other host, no way up, no second query. A token goes
/// where this says.
/// </summary>
internal sealed class DownstreamUrl
{
    /// <summary>
    /// RFC 3986 §3.3 pchar, "/" and percent-encoding; "?" starts the query. What can lead elsewhere (backslash, a second "//",
    /// user info, fragment, control characters) is not among them.
    /// </summary>
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%");

    private static readonly SearchValues<char> QueryCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%?");

    /// <summary>The parameter that an unusable path is reported for.</summary>
    public const string PathParameter = "path";

    private readonly Uri _base;

    public DownstreamUrl(string baseUrl) => _base = new Uri(baseUrl.EndsWith('/') ? baseUrl : baseUrl + "/");

    /// <summary>Resolves the path.</summary>
    /// <param name="path">Relative, without a leading slash; values in it escaped by <see cref="Uri.EscapeDataString(string)"/>.</param>
    /// <exception cref="ArgumentException">The path could lead out of the base URL.</exception>
    public Uri Resolve(string path)
    {
        var split = path.IndexOf('?');
        var segments = split < 0 ? path.AsSpan() : path.AsSpan(0, split);
        var query = split < 0 ? default : path.AsSpan(split + 1);

        if (segments.ContainsAnyExcept(PathCharacters) || query.ContainsAnyExcept(QueryCharacters) || segments.StartsWith("/"))
            throw Refused(nameof(path));
        foreach (var range in segments.Split('/'))
        {
            if (!IsPlain(segments[range], isLast: range.End.Value == segments.Length)) throw Refused(nameof(path));
        }

        var resolved = new Uri(_base.AbsoluteUri + path);
        return _base.IsBaseOf(resolved) && resolved.UserInfo.Length == 0 ? resolved : throw Refused(nameof(path));
    }

    /// <summary>A segment is plain if it is no dot segment and decodes, in one go, to something without slash, backslash, dot segment and control.</summary>
    private static bool IsPlain(ReadOnlySpan<char> segment, bool isLast)
    {
        if (segment.IsEmpty) return isLast;

        var decoded = Uri.UnescapeDataString(segment.ToString());
        return decoded is not ("." or "..")
            && !decoded.Contains('/') && !decoded.Contains('\\') && !decoded.Contains('%')
            && !decoded.Any(char.IsControl);
    }

    private static ArgumentException Refused(string parameter) =>
        new("The path is not a plain relative path under the API's base URL; escape values with Uri.EscapeDataString.", parameter);
}
