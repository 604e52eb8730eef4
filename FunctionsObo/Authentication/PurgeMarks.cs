using System.Collections.Concurrent;
using FunctionsObo.TokenStores;

namespace FunctionsObo.Authentication;

/// <summary>
/// From when on something of a user, or for an API, counts: each purge sets a not-before mark, and whatever began before the mark
/// (a token, an exchange, a session, a remembered failure) is not used afterwards. A request takes <see cref="Now"/> along from its start. The
/// clock of the marks is the number of purges: no clock that runs back can undo one.
/// </summary>
/// <param name="subjects">How purges of other instances name whom they are about; null where there are none.</param>
internal sealed class PurgeMarks(PurgeSubjects? subjects = null)
{
    /// <summary>About 15 MB. When there are more, the older half becomes one mark for everybody: that costs exchanges, and undoes no purge.</summary>
    private const int MostUsers = 100_000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<PrincipalId, long> _users = new();
    private readonly ConcurrentDictionary<string, long> _apis = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<StorePlace, long> _elsewhere = new();
    private volatile bool _anyElsewhere;
    private long _everybody;
    private long _latest;

    /// <summary>The present, for what begins now.</summary>
    public long Now => Volatile.Read(ref _latest);

    /// <summary>Nothing of this user that began before counts any more.</summary>
    public void Purge(PrincipalId user)
    {
        lock (_gate)
        {
            _users[user] = _latest + 1;
            if (_users.Count > MostUsers) DropOlderHalf(_users);
            Volatile.Write(ref _latest, _latest + 1); // last: whoever sees it sees the mark
        }
    }

    /// <summary>No token for this API that began before counts any more.</summary>
    /// <param name="api">The API's name; there are as many as the configuration has.</param>
    public void Purge(string api)
    {
        lock (_gate)
        {
            _apis[api] = _latest + 1;
            Volatile.Write(ref _latest, _latest + 1);
        }
    }

    /// <summary>Another instance has purged a user or an API: here that begins now.</summary>
    public void Purge(StorePlace subject)
    {
        lock (_gate)
        {
            _elsewhere[subject] = _latest + 1;
            if (_elsewhere.Count > MostUsers) DropOlderHalf(_elsewhere);
            _anyElsewhere = true;
            Volatile.Write(ref _latest, _latest + 1);
        }
    }

    /// <summary>The mark of the user and the API, whichever is later.</summary>
    public long Of(PrincipalId user, string api) => Math.Max(Of(user), OfApi(api));

    /// <summary>Whether what began then still counts.</summary>
    public bool Admit(long begun, PrincipalId user, string api) => begun >= Now || begun >= Of(user, api);

    /// <summary>The same for what is for no single API.</summary>
    public bool Admit(long begun, PrincipalId user) => begun >= Now || begun >= Of(user);

    private long Of(PrincipalId user) => Math.Max(Math.Max(_users.GetValueOrDefault(user), Volatile.Read(ref _everybody)), _anyElsewhere ? _elsewhere.GetValueOrDefault(subjects!.Of(user)) : 0);

    private long OfApi(string api) => Math.Max(_apis.GetValueOrDefault(api), _anyElsewhere ? _elsewhere.GetValueOrDefault(subjects!.OfApi(api)) : 0);

    private void DropOlderHalf<TWhom>(ConcurrentDictionary<TWhom, long> marks)
        where TWhom : notnull
    {
        var older = marks.OrderBy(mark => mark.Value).Take(MostUsers / 2).ToList();
        Volatile.Write(ref _everybody, Math.Max(Volatile.Read(ref _everybody), older[^1].Value));
        foreach (var mark in older) marks.TryRemove(mark);
    }
}

/// <summary>A user, or an app with its client id as object id, in its tenant: the same however the ids are written.</summary>
internal readonly record struct PrincipalId(string TenantId, string ObjectId)
{
    public bool Equals(PrincipalId other) =>
        string.Equals(ObjectId, other.ObjectId, StringComparison.OrdinalIgnoreCase)
        && string.Equals(TenantId, other.TenantId, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => HashCode.Combine(
        string.GetHashCode(ObjectId, StringComparison.OrdinalIgnoreCase), string.GetHashCode(TenantId, StringComparison.OrdinalIgnoreCase));
}
