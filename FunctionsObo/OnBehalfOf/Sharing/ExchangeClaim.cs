using FunctionsObo.TokenStores;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>
/// The right of this instance to make an exchange that others wait for. It is renewed as long as the exchange is under way, and ends by itself soon after this instance has died.
/// </summary>
internal sealed class ExchangeClaim : IDisposable
{
    private const int RenewalsInLease = 3;

    private readonly GuardedStore _store;
    private readonly StorePlace _place;
    private readonly Guid _holder;
    private readonly TimeSpan _lease;
    private readonly CancellationTokenSource _released = new();

    /// <param name="store">The store, which has granted it.</param>
    /// <param name="place">The place of the entry.</param>
    /// <param name="holder">Whom it was granted to.</param>
    /// <param name="lease">How long it lasts without a renewal.</param>
    /// <param name="time">The clock of the renewals.</param>
    public ExchangeClaim(GuardedStore store, StorePlace place, Guid holder, TimeSpan lease, TimeProvider time)
    {
        (_store, _place, _holder, _lease) = (store, place, holder, lease);
        using var flow = ExecutionContext.SuppressFlow();
        var released = _released.Token;
        _ = Task.Run(() => RenewAsync(time, released));
    }

    /// <summary>Gives it back, so that nobody waits for it any more.</summary>
    public async Task ReleaseAsync()
    {
        Dispose();
        await _store.BackgroundAsync(StoreOperation.Release, async (store, over) =>
        {
            await store.ReleaseAsync(_place, _holder, over);
            return true;
        });
    }

    /// <summary>Renews it no more: it ends by itself.</summary>
    public void Dispose()
    {
        _released.Cancel();
        _released.Dispose();
    }

    private async Task RenewAsync(TimeProvider time, CancellationToken released)
    {
        using var renewals = new PeriodicTimer(_lease / RenewalsInLease, time);
        try
        {
            while (await renewals.WaitForNextTickAsync(released))
            {
                var renewed = await _store.RequestAsync(StoreOperation.Claim, _lease, (store, over) => store.ClaimAsync(_place, _holder, _lease, over));
                if (renewed is { Arrived: true, Value: false }) return; // it came too late, and another instance has begun
            }
        }
        catch (OperationCanceledException)
        {
            // it was released
        }
    }
}
