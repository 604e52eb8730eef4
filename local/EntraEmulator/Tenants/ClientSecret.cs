using System.Security.Cryptography;
using System.Text;

namespace EntraEmulator.Tenants;

internal sealed class ClientSecret(string value, DateTimeOffset? expiresOn)
{
    private readonly byte[] _value = Encoding.UTF8.GetBytes(value);

    public Guid KeyId { get; } = Guid.NewGuid();

    public string? DisplayName { get; init; }

    public DateTimeOffset? StartsOn { get; init; }

    public DateTimeOffset? ExpiresOn => expiresOn;

    /// <value>The first three characters, by which people tell secrets apart.</value>
    public string Hint => value[..Math.Min(3, value.Length)];

    public bool Is(string candidate) => CryptographicOperations.FixedTimeEquals(_value, Encoding.UTF8.GetBytes(candidate));

    public bool HasExpired(DateTimeOffset now) => expiresOn <= now;

    // It is for no log.
    public override string ToString() => KeyId.ToString();
}
