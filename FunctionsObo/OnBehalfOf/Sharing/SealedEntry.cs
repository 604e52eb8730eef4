using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FunctionsObo.TokenStores;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>
/// An entry as it is stored: version, nonce, AES-256-GCM over times, claims, token and padding, and the tag (NIST SP 800-38D). Version, place and context are authenticated with it, so that an
/// entry opens only where it was written, for whom it was written.
/// </summary>
internal static class SealedEntry
{
    public const byte Version = 1;
    public const int KeyLength = 32;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = 1 + NonceLength + TagLength;

    /// <summary>Three times, and the lengths of the claims and of the token.</summary>
    private const int HeaderLength = (3 * sizeof(long)) + (2 * sizeof(int));

    /// <summary>A token's exact length tells which API it is for, and by its claims who has it; 256 leaves few lengths, and adds less than a third.</summary>
    private const int PaddedTo = 256;

    public static byte[] Seal(SharedEntry entry, EntrySecrets secrets)
    {
        var claims = entry.Claims ?? "";
        var length = HeaderLength + Encoding.UTF8.GetByteCount(claims) + entry.AccessToken.Length;
        length += PaddedTo - 1 - ((length - 1) % PaddedTo);
        var plain = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Write(entry, claims, plain.AsSpan(0, length));
            var content = new byte[Overhead + length];
            content[0] = Version;
            RandomNumberGenerator.Fill(content.AsSpan(1, NonceLength));
            using var aes = new AesGcm(secrets.Key, TagLength);
            aes.Encrypt(content.AsSpan(1, NonceLength), plain.AsSpan(0, length), content.AsSpan(1 + NonceLength, length), content.AsSpan(^TagLength..), Authenticated(secrets));
            return content;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <returns>The entry; null for whatever is none that was sealed with these secrets.</returns>
    public static SharedEntry? Open(ReadOnlySpan<byte> content, EntrySecrets secrets)
    {
        var length = content.Length - Overhead;
        if (length < HeaderLength || content[0] != Version) return null;

        var plain = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            using var aes = new AesGcm(secrets.Key, TagLength);
            aes.Decrypt(content.Slice(1, NonceLength), content.Slice(1 + NonceLength, length), content[^TagLength..], plain.AsSpan(0, length), Authenticated(secrets));
            return Read(plain.AsSpan(0, length));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>The version and the place have a fixed length, and each part of the context has its own before it.</summary>
    private static byte[] Authenticated(EntrySecrets secrets)
    {
        var bytes = new byte[1 + StorePlace.Length + secrets.Context.Length];
        bytes[0] = Version;
        secrets.Place.CopyTo(bytes.AsSpan(1));
        secrets.Context.CopyTo(bytes, 1 + StorePlace.Length);
        return bytes;
    }

    private static void Write(SharedEntry entry, string claims, Span<byte> plain)
    {
        plain.Clear(); // the padding
        var claimsLength = Encoding.UTF8.GetBytes(claims, plain[HeaderLength..]);
        BinaryPrimitives.WriteInt64BigEndian(plain, entry.ExpiresAt.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(plain[8..], entry.RefreshAt.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(plain[16..], entry.BegunAt.UtcTicks);
        BinaryPrimitives.WriteInt32BigEndian(plain[24..], claimsLength);
        BinaryPrimitives.WriteInt32BigEndian(plain[28..], entry.AccessToken.Length);
        entry.AccessToken.CopyTo(plain[(HeaderLength + claimsLength)..]);
    }

    /// <summary>What it reads was written by this app: the tag has been checked.</summary>
    private static SharedEntry Read(ReadOnlySpan<byte> plain)
    {
        var claims = plain.Slice(HeaderLength, BinaryPrimitives.ReadInt32BigEndian(plain[24..]));
        return new SharedEntry(
            plain.Slice(HeaderLength + claims.Length, BinaryPrimitives.ReadInt32BigEndian(plain[28..])).ToArray(),
            claims.IsEmpty ? null : Encoding.UTF8.GetString(claims),
            TimeAt(plain), TimeAt(plain[8..]), TimeAt(plain[16..]));
    }

    private static DateTimeOffset TimeAt(ReadOnlySpan<byte> ticks) => new(BinaryPrimitives.ReadInt64BigEndian(ticks), TimeSpan.Zero);
}
