using System.Collections.Concurrent;
using EntraEmulator.Tenants;

namespace EntraEmulator.Policies;

/// <summary>
/// What is known of each sign-in, by the <c>sid</c> that its tokens carry: when it was, and whether there was a second factor. And when users were revoked: what began before is over.
/// </summary>
internal sealed class SignInRecords(TimeProvider time)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, SignInRecord> _records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string TenantId, string ObjectId), DateTimeOffset> _revoked = new();

    public SignInRecord? Find(string? sessionId) => sessionId is null ? null : _records.GetValueOrDefault(sessionId);

    /// <returns>The new sign-in's <c>sid</c>.</returns>
    public string Add(User user)
    {
        if (_records.Count >= Most) _records.Clear(); // then everybody signs in again
        var sessionId = Guid.NewGuid().ToString();
        _records[sessionId] = new SignInRecord(user, time.GetUtcNow(), SecondFactorAt: null);
        return sessionId;
    }

    public void AddSecondFactor(string sessionId)
    {
        if (_records.TryGetValue(sessionId, out var record)) _records[sessionId] = record with { SecondFactorAt = time.GetUtcNow() };
    }

    /// <summary>Ends all that a user began up to now.</summary>
    public DateTimeOffset Revoke(User user) => _revoked[(user.TenantId, user.ObjectId)] = time.GetUtcNow();

    /// <returns>When the user was revoked last; null for one who never was.</returns>
    public DateTimeOffset? RevokedAt(string tenantId, string objectId) => _revoked.TryGetValue((tenantId, objectId), out var at) ? at : null;

    /// <summary>Whether a token is from before its user was revoked. Its <c>iat</c> has whole seconds, which do not tell what was first within one; its sign-in does.</summary>
    public bool IsRevoked(string tenantId, string objectId, string? sessionId, DateTimeOffset issuedOn) =>
        RevokedAt(tenantId, objectId) is { } at && (Find(sessionId)?.At ?? issuedOn) <= at;

    public bool IsRevoked(User user, DateTimeOffset began) => RevokedAt(user.TenantId, user.ObjectId) is { } at && began <= at;
}

/// <summary>One sign-in.</summary>
internal sealed record SignInRecord(User User, DateTimeOffset At, DateTimeOffset? SecondFactorAt);
