namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>What is in a shared entry.</summary>
/// <param name="AccessToken">The downstream token, in ASCII.</param>
/// <param name="Claims">The claims request that it was got with, JSON; null for none.</param>
/// <param name="ExpiresAt">When the token expires.</param>
/// <param name="RefreshAt">From when on a new one should be fetched ahead.</param>
/// <param name="BegunAt">When its exchange began: not after a purge that ends it.</param>
internal sealed record SharedEntry(byte[] AccessToken, string? Claims, DateTimeOffset ExpiresAt, DateTimeOffset RefreshAt, DateTimeOffset BegunAt)
{
    public override string ToString() => $"*** (until {ExpiresAt:u})";
}
