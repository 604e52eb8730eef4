using System.Buffers;

namespace FunctionsObo.Downstream.Addresses;

/// <summary>
/// Puts a relative path under an API's base URL, and nowhere else: no other host, no way up, no second query. A token goes
/// where this says.
/// </summary>
internal sealed class DownstreamUrl
{
    /// <summary>
    /// RFC 3986 §3.3 pchar, "/" and percent-encoding; "?" starts the query. What can lead elsewhere (backslash, fragment, white
    /// space, control characters, anything that is not ASCII) is not among them.
    /// </summary>
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%");

    private static readonly SearchValues<char> QueryCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%?");

    private readonly Uri _base;
    private readonly string _prefix;
    private readonly string _extraQuery;

    /// <param name="baseUrl">Absolute, without query and fragment.</param>
    /// <param name="extraQuery">Parameters that every call gets.</param>
    public DownstreamUrl(string baseUrl, IReadOnlyDictionary<string, string>? extraQuery = null)
    {
        _base = new Uri(baseUrl.EndsWith('/') ? baseUrl : baseUrl + "/");
        _prefix = _base.AbsoluteUri;
        _extraQuery = string.Join('&', (extraQuery ?? new Dictionary<string, string>(StringComparer.Ordinal))
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"));
    }

    /// <summary>Resolves the path.</summary>
    /// <param name="path">Relative, without a leading slash; values in it escaped.</param>
    /// <exception cref="UnusablePathException">The path could lead out of the base URL.</exception>
    public Uri Resolve(string path) => TryResolve(path, out var resolved)
        ? resolved
        : throw new UnusablePathException("The path is not a plain relative path under the API's base URL; escape values with Uri.EscapeDataString.");

    /// <summary>The relative path of an address that the API itself gave, such as the next page's.</summary>
    /// <returns>Null for an address that is not under the base URL.</returns>
    public string? PathOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url)
            || url.UserInfo.Length > 0 || url.Fragment.Length > 0
            || !url.AbsoluteUri.StartsWith(_prefix, StringComparison.Ordinal)) return null;

        var path = url.AbsoluteUri[_prefix.Length..];
        return TryResolve(path, out _) ? path : null;
    }

    private bool TryResolve(string path, out Uri resolved)
    {
        resolved = _base;
        var split = path.IndexOf('?');
        var segments = split < 0 ? path : path[..split];
        var query = split < 0 ? default : path.AsSpan(split + 1);

        if (segments.AsSpan().ContainsAnyExcept(PathCharacters) || query.ContainsAnyExcept(QueryCharacters) || !AreNames(segments)) return false;

        resolved = new Uri(_prefix + path + Extra(split >= 0, query));
        return _base.IsBaseOf(resolved) && resolved.AbsoluteUri.StartsWith(_prefix, StringComparison.Ordinal);
    }

    /// <summary>All segments are names; the last one may be empty, and so may the whole path.</summary>
    private static bool AreNames(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            var isLast = range.End.Value == path.Length;
            if (path.AsSpan(range).IsEmpty ? !isLast : !PathSegment.IsName(path[range])) return false;
        }

        return true;
    }

    /// <summary>Not twice: the address of a next page has them already.</summary>
    private string Extra(bool hasQuery, ReadOnlySpan<char> query) =>
        _extraQuery.Length == 0 || query.Contains(_extraQuery, StringComparison.Ordinal) ? "" : (hasQuery ? "&" : "?") + _extraQuery;
}
