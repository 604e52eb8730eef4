using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Caching;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Authentication;

/// <summary>
/// Remembers good tokens by their hash, so that a token seen before costs no parsing and no cryptography. Refused tokens are
/// never kept and so never push a good one out.
/// </summary>
internal sealed class ValidatedTokenCache(IOptions<AzureAdOptions> options, TimeProvider time)
{
    private readonly BoundedCache<TokenHash, Entry> _entries = new(options.Value.ValidatedTokenCacheSize);
    private readonly CommonValues _common = new();
    private readonly TimeSpan _skew = options.Value.ClockSkew;
    private readonly TimeSpan _maximumAge = options.Value.ValidatedTokenMaximumAge;

    public int Count => _entries.Count;

    /// <summary>The most tokens that there may be.</summary>
    public int Limit { get; } = options.Value.ValidatedTokenCacheSize;

    /// <summary>What was found out about the token; null when it is not known, has expired, was validated too long ago, or by other metadata than now.</summary>
    public ValidatedToken? Find(TokenHash hash, PlatformMetadata metadata)
    {
        if (!_entries.TryGet(hash, out var entry)) return null;
        if (time.GetUtcNow() < entry.Token.ExpiresAt + _skew && time.GetElapsedTime(entry.ValidatedAt) < _maximumAge && entry.Holds(metadata)) return entry.Token;

        _entries.Remove(hash, entry);
        return null;
    }

    /// <summary>Remembers a good token.</summary>
    /// <param name="hash">The token's hash.</param>
    /// <param name="token">What was found out about it.</param>
    /// <param name="key">The key that verified it.</param>
    /// <param name="metadata">Where that key and the accepted issuers were.</param>
    /// <returns>The same, sharing with others what they have in common.</returns>
    public ValidatedToken Add(TokenHash hash, ValidatedToken token, SigningKey key, PlatformMetadata metadata)
    {
        var shared = _common.Share(token);
        _entries.Set(hash, new Entry(shared, key.Key.KeyId, time.GetTimestamp(), metadata));
        return shared;
    }

    private sealed class Entry(ValidatedToken token, string keyId, long validatedAt, PlatformMetadata validatedBy)
    {
        private volatile PlatformMetadata _validatedBy = validatedBy;

        public ValidatedToken Token => token;

        public long ValidatedAt => validatedAt;

        /// <summary>Whether this metadata has the same issuers and the same key. If not, the token is worth another look, and no more.</summary>
        public bool Holds(PlatformMetadata metadata)
        {
            var before = _validatedBy;
            if (ReferenceEquals(before, metadata)) return true;
            if (!metadata.Keys.TryGetValue(keyId, out var key)
                || !key.IsSameAs(before.Keys[keyId])
                || !metadata.Issuers.SequenceEqual(before.Issuers, StringComparer.Ordinal))
            {
                return false;
            }

            _validatedBy = metadata;
            return true;
        }
    }
}
