using System.Collections.Concurrent;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>When the identity platform last gave a token for each API, whatever the grant. As many entries as APIs that are configured.</summary>
internal sealed class LastExchanges(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _times = new(StringComparer.Ordinal);

    /// <summary>API name → time. An API without an entry has had no token since the start.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Times => _times;

    /// <summary>A token request has succeeded now.</summary>
    /// <param name="api">The API's name in the configuration.</param>
    public void Note(string api) => _times[api] = time.GetUtcNow();
}
