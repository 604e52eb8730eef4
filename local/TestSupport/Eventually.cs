namespace TestSupport;

/// <summary>Waits for what other threads are about to do; fails when it does not come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, "It did not come true.");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
