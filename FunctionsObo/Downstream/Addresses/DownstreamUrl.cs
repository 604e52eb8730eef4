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
    private readonly (string Name, string Pair)[] _extra;

    /// <param name="baseUrl">Absolute, without query and fragment.</param>
    /// <param name="extraQuery">Parameters that every call gets, unless its path has one of that name.</param>
    public DownstreamUrl(string baseUrl, IReadOnlyDictionary<string, string>? extraQuery = null)
    {
        _base = new Uri(baseUrl.EndsWith('/') ? baseUrl : baseUrl + "/");
        _prefix = _base.AbsoluteUri;
        _extra = [.. (extraQuery ?? new Dictionary<string, string>(StringComparer.Ordinal))
            .Select(parameter => (parameter.Key, $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"))];
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

        resolved = new Uri(_prefix + path + Extra(split, path));
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

    /// <summary>No name twice: the address of a next page has them already, in an order of its own.</summary>
    private string Extra(int split, string path)
    {
        if (_extra.Length == 0) return "";

        var names = split < 0 ? [] : path[(split + 1)..].Split('&').Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var missing = string.Join('&', _extra.Where(parameter => !names.Contains(parameter.Name)).Select(parameter => parameter.Pair));
        return missing.Length == 0 ? "" : (split < 0 ? "?" : "&") + missing;
    }

    /// <summary>A parameter's name as the API reads it, whichever of the two ways a space is written in.</summary>
    private static string NameOf(string parameter) => Uri.UnescapeDataString(parameter.Split('=', 2)[0].Replace('+', ' '));
}
