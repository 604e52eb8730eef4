using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Exchange;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>
/// The MSAL clients in use, and what comes after them. When the source of their credential has changed, or the identity platform
/// refuses it, it is loaded again: once for all who need it, in the background, later and later while that fails. Until then the
/// old one serves; only who was refused waits.
/// </summary>
/// <param name="load">Loads the credential, and makes clients with it.</param>
/// <param name="reportUnusable">Told of each load that failed.</param>
/// <param name="clock">The clock of the intervals.</param>
internal sealed class CredentialRotation(
    Func<CredentialRotation, Task<MsalClients>> load, Action<Exception> reportUnusable, MonotonicClock clock)
{
    /// <summary>A credential that loads and is refused is loaded again at most this often.</summary>
    private static readonly TimeSpan RefusalInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile MsalClients? _inUse;
    private Task? _loading;
    private int _failures;
    private TimeSpan _notBefore;
    private TimeSpan _notForRefusalBefore;

    /// <summary>The clients in use; null before the first load.</summary>
    public MsalClients? InUse => _inUse;

    /// <summary>The clients in use. Begins to load what comes after them, if the credential's source has changed; only the first load is waited for.</summary>
    /// <exception cref="Registration.ConfigurationException">There are none, and the credential cannot be loaded.</exception>
    public MsalClients Current
    {
        get
        {
            var inUse = _inUse ?? LoadFirst();
            if (inUse.Credential.IsCurrent) return inUse;

            lock (_gate)
            {
                if (_inUse == inUse) _ = Begin();
            }

            return inUse;
        }
    }

    /// <summary>Waits for what comes after clients that the identity platform refused.</summary>
    /// <param name="refused">The clients.</param>
    /// <param name="cancellationToken">Ends this caller's waiting, not the load.</param>
    /// <returns>Whether there are others to try with.</returns>
    public async Task<bool> ReplaceAsync(MsalClients refused, CancellationToken cancellationToken)
    {
        Task? loading;
        lock (_gate)
        {
            if (_inUse != refused) return true; // somebody else has done it
            loading = _loading;
            if (loading is null)
            {
                if (clock.Now < _notForRefusalBefore || (loading = Begin()) is null) return false;
                _notForRefusalBefore = clock.Now + RefusalInterval;
            }
        }

        await loading.WaitAsync(cancellationToken);
        return _inUse != refused;
    }

    /// <summary>Blocks, once: at start, where nothing goes on without a credential.</summary>
    private MsalClients LoadFirst()
    {
        Task? loading;
        lock (_gate) loading = _inUse is null ? Begin() : null;
        loading?.GetAwaiter().GetResult();
        return _inUse!;
    }

    /// <summary>Joins the load under way, or begins one. Call it inside the gate.</summary>
    /// <returns>The load; null while it is too early after one that failed.</returns>
    private Task? Begin()
    {
        if (_loading is null && clock.Now >= _notBefore)
        {
            using var flow = ExecutionContext.SuppressFlow(); // it is nobody's request
            _loading = Task.Run(LoadAsync);
        }

        return _loading;
    }

    private async Task LoadAsync()
    {
        try
        {
            var fresh = await load(this);
            lock (_gate) (_inUse, _failures, _loading) = (fresh, 0, null);
        }
        catch (Exception unusable) // of whatever type: the old one serves
        {
            lock (_gate)
            {
                _loading = null;
                if (_inUse is null) throw;
                _notBefore = clock.Now + Backoff.After(++_failures, FirstRetryDelay, LongestRetryDelay);
            }

            reportUnusable(unusable);
        }
    }
}
