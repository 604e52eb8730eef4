using EntraEmulator.Errors;

namespace EntraEmulator.Grants;

/// <summary>
/// The <c>scope</c> parameter: names of scopes, each behind the identifier of its API, of one API only.
/// See https://learn.microsoft.com/entra/identity-platform/scopes-oidc.
/// </summary>
internal sealed record ScopeRequest(string Text, string? Resource, IReadOnlyList<string> Names)
{
    private const string Default = ".default";
    private const string Graph = "https://graph.microsoft.com";

    public bool OpenId { get; init; }

    /// <value>Scopes that are no API's own: openid, profile, email.</value>
    public IReadOnlyList<string> OpenIdNames { get; init; } = [];

    public bool OfflineAccess { get; init; }

    /// <value>Whether everything that was consented to is asked for.</value>
    public bool IsDefault => Names.Contains(Default, StringComparer.OrdinalIgnoreCase);

    /// <value>The identifier of the API without the slash that some have at their end.</value>
    public string ResourceIdentifier => Resource?.TrimEnd('/') ?? "";

    /// <exception cref="EntraErrorException">A scope is malformed (AADSTS70011), or there are two APIs (AADSTS28000).</exception>
    public static ScopeRequest Parse(string text) => ParseAll(text) is [var only] ? only : throw Refuse.With(
        "invalid_request", 28000, $"Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {text} is not valid.");

    /// <summary>What is asked of each API, for a sign-in, at which several may be named. There is always one; it names no API where only OpenID scopes are asked for.</summary>
    /// <exception cref="EntraErrorException">A scope is malformed (AADSTS70011).</exception>
    public static IReadOnlyList<ScopeRequest> ParseAll(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var scopes = words.Where(word => !IsReserved(word)).Select(word => Split(word, text)).ToList();
        var resources = scopes.GroupBy(scope => scope.Resource, StringComparer.OrdinalIgnoreCase).Select(one => One(text, words, one.First().Resource, [.. one.Select(scope => scope.Name)])).ToList();
        return resources.Count > 0 ? resources : [One(text, words, null, [])];
    }

    private static ScopeRequest One(string text, string[] words, string? resource, IReadOnlyList<string> names) => new(text, resource, names)
    {
        OpenId = words.Contains("openid", StringComparer.OrdinalIgnoreCase),
        OpenIdNames = [.. words.Select(word => word.ToLowerInvariant()).Where(word => word is "openid" or "profile" or "email").Distinct(StringComparer.Ordinal)],
        OfflineAccess = words.Contains("offline_access", StringComparer.OrdinalIgnoreCase),
    };

    private static bool IsReserved(string word) => word.ToLowerInvariant() is "openid" or "profile" or "email" or "offline_access";

    // A scope without an API is Microsoft Graph's.
    private static (string Resource, string Name) Split(string word, string text)
    {
        var slash = word.LastIndexOf('/');
        if (slash < 0) return (Graph, word);
        return slash > 0 && slash < word.Length - 1 ? (word[..slash], word[(slash + 1)..]) : throw Refuse.With(
            "invalid_scope", 70011, $"The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {text} is not valid.");
    }
}
