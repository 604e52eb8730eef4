using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsObo.Authentication;

/// <summary>The SHA-256 of a bearer token: what every cache knows a token by, so that no cache key is a credential.</summary>
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    private const int StackLimit = 4096;

    /// <summary>Used again and again: making the native hash and letting go of it costs a sixth of hashing a token.</summary>
    [ThreadStatic]
    private static IncrementalHash? _sha256;

    /// <summary>Hashes the token's characters as UTF-8 without allocating for tokens of usual size.</summary>
    public static TokenHash Compute(ReadOnlySpan<char> token)
    {
        Span<byte> utf8 = stackalloc byte[StackLimit];
        if (!Encoding.UTF8.TryGetBytes(token, utf8, out var length))
        {
            utf8 = new byte[Encoding.UTF8.GetByteCount(token)];
            length = Encoding.UTF8.GetBytes(token, utf8);
        }

        Span<ulong> hash = stackalloc ulong[SHA256.HashSizeInBytes / sizeof(ulong)];
        var sha256 = _sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(utf8[..length]);
        sha256.GetHashAndReset(MemoryMarshal.AsBytes(hash));
        return new TokenHash(hash[0], hash[1], hash[2], hash[3]);
    }

    /// <summary>The first word: SHA-256 is uniform already, mixing it again would only cost time.</summary>
    public override int GetHashCode() => (int)A;
}
