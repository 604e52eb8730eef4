using System.Buffers.Binary;
using System.Text;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>An entry as it is stored: times, claims, token and padding, sealed (<see cref="Sealing"/>).</summary>
internal static class SealedEntry
{
    public const byte Version = 1;

    /// <summary>Three times, and the lengths of the claims and of the token.</summary>
    private const int HeaderLength = (3 * sizeof(long)) + (2 * sizeof(int));

    /// <summary>A token's exact length tells which API it is for, and by its claims who has it; 256 leaves few lengths, and adds less than a third.</summary>
    private const int PaddedTo = 256;

    public static byte[] Seal(SharedEntry entry, EntrySecrets secrets)
    {
        var claims = entry.Claims ?? "";
        var length = HeaderLength + Encoding.UTF8.GetByteCount(claims) + entry.AccessToken.Length;
        return Sealing.Seal(Version, secrets, length, PaddedTo, (entry, claims), static (plain, value) => Write(value.entry, value.claims, plain));
    }

    /// <returns>The entry; null for whatever is none that was sealed with these secrets.</returns>
    public static SharedEntry? Open(ReadOnlySpan<byte> content, EntrySecrets secrets) => Sealing.Open(Version, secrets, content, HeaderLength, Read);

    private static void Write(SharedEntry entry, string claims, Span<byte> plain)
    {
        var claimsLength = Encoding.UTF8.GetBytes(claims, plain[HeaderLength..]);
        BinaryPrimitives.WriteInt64BigEndian(plain, entry.ExpiresAt.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(plain[8..], entry.RefreshAt.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(plain[16..], entry.BegunAt.UtcTicks);
        BinaryPrimitives.WriteInt32BigEndian(plain[24..], claimsLength);
        BinaryPrimitives.WriteInt32BigEndian(plain[28..], entry.AccessToken.Length);
        entry.AccessToken.CopyTo(plain[(HeaderLength + claimsLength)..]);
    }

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
