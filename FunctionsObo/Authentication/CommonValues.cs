using FunctionsObo.Caching;

namespace FunctionsObo.Authentication;

/// <summary>
/// What many tokens have in common (tenant, client, scopes), in memory once however many of them are remembered. Only for good tokens:
/// what a forger writes has no place here.
/// </summary>
internal sealed class CommonValues
{
    private const int Most = 1000;

    private readonly BoundedCache<string, string> _ids = new(Most);
    private readonly BoundedCache<string, IReadOnlyList<string>> _scopes = new(Most);

    /// <summary>The same token, with the values that others have as well.</summary>
    public ValidatedToken Share(ValidatedToken token) => token with
    {
        TenantId = _ids.GetOrAdd(token.TenantId, id => id),
        ClientId = _ids.GetOrAdd(token.ClientId, id => id),
        Scopes = _scopes.GetOrAdd(string.Join(' ', token.Scopes), _ => token.Scopes),
    };
}
