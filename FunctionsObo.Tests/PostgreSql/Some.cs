using System.Security.Cryptography;
using FunctionsObo.TokenStores;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>Values of which only the difference matters.</summary>
internal static class Some
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>What has not come after it does not come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static StorePlace Place() => new(RandomNumberGenerator.GetBytes(StorePlace.Length));

    public static byte[] Content() => RandomNumberGenerator.GetBytes(2_500);
}
