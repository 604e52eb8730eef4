namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>A token as the identity platform gave it.</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="EndsAt">The same on the <see cref="MonotonicClock"/>.</param>
/// <param name="RefreshAt">From when on a new one should be fetched ahead, jitter included, on the <see cref="MonotonicClock"/>.</param>
internal sealed record AcquiredToken(string AccessToken, DateTimeOffset ExpiresAt, TimeSpan EndsAt, TimeSpan RefreshAt)
{
    public override string ToString() => $"*** (until {ExpiresAt:u})";
}
