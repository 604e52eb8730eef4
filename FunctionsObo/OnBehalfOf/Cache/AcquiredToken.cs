namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>A token as the identity platform gave it.</summary>
/// <param name="AccessToken">The token, in ASCII. Not changed afterwards.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="EndsAt">The same on the <see cref="MonotonicClock"/>.</param>
/// <param name="RefreshAt">From when on a new one should be fetched ahead, jitter included, on the <see cref="MonotonicClock"/>.</param>
internal sealed record AcquiredToken(byte[] AccessToken, DateTimeOffset ExpiresAt, TimeSpan EndsAt, TimeSpan RefreshAt)
{
    /// <summary>The claims request that it was got with, JSON; null for none.</summary>
    public string? Claims { get; init; }

    public override string ToString() => $"*** (until {ExpiresAt:u})";
}
