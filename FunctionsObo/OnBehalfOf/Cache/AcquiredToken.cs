namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>A token as the provider gave it.</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="RefreshAt">From when a new one should be fetched ahead, jitter included.</param>
internal sealed record AcquiredToken(string AccessToken, DateTimeOffset ExpiresAt, DateTimeOffset RefreshAt)
{
    public override string ToString() => $"*** (until {ExpiresAt:u})";
}
