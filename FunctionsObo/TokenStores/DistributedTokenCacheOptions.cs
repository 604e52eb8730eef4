namespace FunctionsObo.TokenStores;

/// <summary>How a store is used that all instances share: section <c>DistributedTokenCache</c>.</summary>
public sealed class DistributedTokenCacheOptions
{
    internal const string Section = "DistributedTokenCache";

    /// <summary>How long a request may wait for the store, all look-ups together, before it goes on without. 20 milliseconds to 5 seconds, default 250 milliseconds.</summary>
    public TimeSpan LookupBudget { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the store is not asked after three failures in a row. 1 second to 10 minutes, default 5 seconds.</summary>
    public TimeSpan CircuitBreak { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often purges of other instances are asked for, where the store has them. 1 second to 5 minutes, default 15 seconds.</summary>
    public TimeSpan PurgePollInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A secret of this app, base64 of 32 bytes or more, without which nobody can read an entry, not even with the user's token. Default none.</summary>
    public string? Pepper { get; set; }

    /// <summary>The secret that entries were written with before: they are still read. Default none.</summary>
    public string? PreviousPepper { get; set; }

    /// <summary>The one to write with first, empty for none, and the one before it.</summary>
    internal byte[][] Peppers()
    {
        byte[] current = Pepper is { } pepper ? Convert.FromBase64String(pepper) : [];
        return PreviousPepper is { } previous ? [current, Convert.FromBase64String(previous)] : [current];
    }
}
