using System.Buffers.Binary;
using FunctionsObo.OnBehalfOf.Sharing;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>A session as it is stored: times, tokens and padding, sealed (<see cref="Sealing"/>).</summary>
internal static class SealedSession
{
    public const byte Version = 1;

    /// <summary>Four times, and the length of the tokens.</summary>
    private const int HeaderLength = (4 * sizeof(long)) + sizeof(int);

    /// <summary>The exact length tells how many APIs a session is for, and by their tokens who has it.</summary>
    private const int PaddedTo = 1024;

    public static byte[] Seal(SessionContent session, EntrySecrets secrets) =>
        Sealing.Seal(Version, secrets, HeaderLength + session.Tokens.Length, PaddedTo, session, static (plain, session) => Write(session, plain));

    /// <returns>The session; null for whatever is none that was sealed with these secrets.</returns>
    public static SessionContent? Open(ReadOnlySpan<byte> content, EntrySecrets secrets) => Sealing.Open(Version, secrets, content, HeaderLength, Read);

    private static void Write(SessionContent session, Span<byte> plain)
    {
        BinaryPrimitives.WriteInt64BigEndian(plain, session.BegunAt.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(plain[8..], session.EndsAt.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(plain[16..], session.UsedAt.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(plain[24..], session.RefreshedAt.UtcTicks);
        BinaryPrimitives.WriteInt32BigEndian(plain[32..], session.Tokens.Length);
        session.Tokens.CopyTo(plain[HeaderLength..]);
    }

    private static SessionContent Read(ReadOnlySpan<byte> plain) => new(
        plain.Slice(HeaderLength, BinaryPrimitives.ReadInt32BigEndian(plain[32..])).ToArray(), TimeAt(plain), TimeAt(plain[8..]), TimeAt(plain[16..]), TimeAt(plain[24..]));

    private static DateTimeOffset TimeAt(ReadOnlySpan<byte> ticks) => new(BinaryPrimitives.ReadInt64BigEndian(ticks), TimeSpan.Zero);
}
