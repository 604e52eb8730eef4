using System.Buffers;
using System.Security.Cryptography;
using FunctionsObo.TokenStores;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>
/// Content as it is stored: version, nonce, AES-256-GCM over what is in it, and the tag (NIST SP 800-38D). Version, place and context are authenticated with it, so that it opens only where
/// it was written, for whom it was written.
/// </summary>
internal static class Sealing
{
    public const int KeyLength = 32;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = 1 + NonceLength + TagLength;

    /// <summary>Seals a value.</summary>
    /// <param name="version">The layout of what is in it.</param>
    /// <param name="secrets">Where and for whom.</param>
    /// <param name="length">How many bytes there are inside, without padding.</param>
    /// <param name="paddedTo">Of what the length becomes a multiple: the exact one would tell something.</param>
    /// <param name="value">The value.</param>
    /// <param name="write">Writes it; what it leaves is zero.</param>
    public static byte[] Seal<TValue>(byte version, EntrySecrets secrets, int length, int paddedTo, TValue value, SpanAction<byte, TValue> write)
    {
        length += paddedTo - 1 - ((length - 1) % paddedTo);
        var plain = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            plain.AsSpan(0, length).Clear();
            write(plain.AsSpan(0, length), value);
            var content = new byte[Overhead + length];
            content[0] = version;
            RandomNumberGenerator.Fill(content.AsSpan(1, NonceLength));
            using var aes = new AesGcm(secrets.Key, TagLength);
            aes.Encrypt(content.AsSpan(1, NonceLength), plain.AsSpan(0, length), content.AsSpan(1 + NonceLength, length), content.AsSpan(^TagLength..), Authenticated(version, secrets));
            return content;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>Opens content.</summary>
    /// <param name="version">The layout that is understood.</param>
    /// <param name="secrets">Where and for whom.</param>
    /// <param name="content">The content.</param>
    /// <param name="shortest">What there is inside at least.</param>
    /// <param name="read">Reads what is inside: this app has written it, as the tag has been checked.</param>
    /// <returns>The value; null for whatever was not sealed with these secrets.</returns>
    public static TValue? Open<TValue>(byte version, EntrySecrets secrets, ReadOnlySpan<byte> content, int shortest, Func<ReadOnlySpan<byte>, TValue> read)
        where TValue : class
    {
        var length = content.Length - Overhead;
        if (length < shortest || content[0] != version) return null;

        var plain = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            using var aes = new AesGcm(secrets.Key, TagLength);
            aes.Decrypt(content.Slice(1, NonceLength), content.Slice(1 + NonceLength, length), content[^TagLength..], plain.AsSpan(0, length), Authenticated(version, secrets));
            return read(plain.AsSpan(0, length));
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
    private static byte[] Authenticated(byte version, EntrySecrets secrets)
    {
        var bytes = new byte[1 + StorePlace.Length + secrets.Context.Length];
        bytes[0] = version;
        secrets.Place.CopyTo(bytes.AsSpan(1));
        secrets.Context.CopyTo(bytes, 1 + StorePlace.Length);
        return bytes;
    }
}
