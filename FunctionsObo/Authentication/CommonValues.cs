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
        TenantId = Once(_ids, token.TenantId, token.TenantId),
        ClientId = Once(_ids, token.ClientId, token.ClientId),
        Scopes = Once(_scopes, string.Join(' ', token.Scopes), token.Scopes),
    };

    private static T Once<T>(BoundedCache<string, T> known, string key, T value)
        where T : class
    {
        if (known.TryGet(key, out var first)) return first;

        known.Set(key, value);
        return value;
    }
}
