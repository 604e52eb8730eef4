using FunctionApp.Authentication;
using FunctionApp.Caching;
using Microsoft.Extensions.Options;

namespace FunctionApp.OnBehalfOf;

/// <summary>
/// The downstream tokens, bounded by memory. An entry serves until five minutes before the token expires, and not longer than
/// the assertion it was exchanged for.
/// </summary>
internal sealed class DownstreamTokenCache(IOptions<TokenCacheOptions> options, TimeProvider time)
{
    private const int BytesPerMegabyte = 1024 * 1024;

    /// <summary>What an entry takes besides the token's characters: the objects, the key, its place in the table.</summary>
    private const int Overhead = 400;

    private static readonly TimeSpan ExpiryMargin = TimeSpan.FromMinutes(5);

    private readonly GenerationalCache<TokenKey, Entry> _entries =
        new(options.Value.SizeLimitMegabytes * (long)BytesPerMegabyte, entry => entry.Size);

    private readonly bool _outliveAssertion = options.Value.OutliveAssertion;

    /// <summary>What the tokens take, in bytes.</summary>
    public long Size => _entries.Weight;

    /// <summary>The token of this key, if it may still serve.</summary>
    public DownstreamToken? Find(TokenKey key)
    {
        if (!_entries.TryGet(key, out var entry)) return null;
        if (time.GetUtcNow() < entry.Until) return entry.Token;

        _entries.Remove(key, entry);
        return null;
    }

    public void Add(TokenKey key, DownstreamToken token, Caller caller)
    {
        var until = token.ExpiresAt - ExpiryMargin;
        if (!_outliveAssertion && caller.ExpiresAt < until) until = caller.ExpiresAt;
        _entries.Set(key, new Entry(token, until, caller.TenantId, caller.ObjectId));
    }

    public void Remove(TokenKey key) => _entries.Remove(key);

    /// <summary>Forgets every token of one user.</summary>
    public void RemoveUser(string tenantId, string objectId) => _entries.RemoveWhere((_, entry) =>
        entry.ObjectId.Equals(objectId, StringComparison.OrdinalIgnoreCase)
        && entry.TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase));

    /// <summary>Forgets every token for one downstream API.</summary>
    public void RemoveTarget(TokenTarget target) => _entries.RemoveWhere((key, _) => ReferenceEquals(key.Target, target));

    private sealed record Entry(DownstreamToken Token, DateTimeOffset Until, string TenantId, string ObjectId)
    {
        public long Size => Overhead + (sizeof(char) * (long)Token.Authorization.Length);
    }
}
