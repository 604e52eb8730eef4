using System.Security.Cryptography;
using System.Text;

namespace EntraEmulator.Tenants;

internal sealed class ClientSecret(string value, DateTimeOffset? expiresOn)
{
    private readonly byte[] _value = Encoding.UTF8.GetBytes(value);

    public bool Is(string candidate) => CryptographicOperations.FixedTimeEquals(_value, Encoding.UTF8.GetBytes(candidate));

    public bool HasExpired(DateTimeOffset now) => expiresOn <= now;
}
