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
    private readonly TimeSpan _skew = options.Value.ClockSkew;
    private readonly TimeSpan _maximumAge = options.Value.ValidatedTokenMaximumAge;

    public int Count => _entries.Count;

    /// <summary>What was found out about the token; null when it is not known, too old, or its key is no longer published.</summary>
    public ValidatedToken? Find(TokenHash hash, PlatformMetadata metadata)
    {
        if (!_entries.TryGet(hash, out var entry)) return null;
        if (time.GetUtcNow() < entry.Until && entry.IsStillSignedBy(metadata)) return entry.Token;

        _entries.Remove(hash, entry);
        return null;
    }

    public void Add(TokenHash hash, ValidatedToken token, string keyId, SigningKey key, PlatformMetadata metadata)
    {
        var (expiry, age) = (token.ExpiresAt + _skew, time.GetUtcNow() + _maximumAge);
        _entries.Set(hash, new Entry(token, keyId, key.Thumbprint, expiry < age ? expiry : age, metadata));
    }

    private sealed class Entry(ValidatedToken token, string keyId, string keyThumbprint, DateTimeOffset until, PlatformMetadata checkedAgainst)
    {
        private volatile PlatformMetadata _checkedAgainst = checkedAgainst;

        public ValidatedToken Token => token;

        public DateTimeOffset Until => until;

        public bool IsStillSignedBy(PlatformMetadata metadata)
        {
            if (ReferenceEquals(_checkedAgainst, metadata)) return true;
            if (!metadata.Keys.TryGetValue(keyId, out var key) || key.Thumbprint != keyThumbprint) return false;

            _checkedAgainst = metadata;
            return true;
        }
    }
}
