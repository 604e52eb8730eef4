using System.Buffers.Binary;
using System.Buffers.Text;

namespace FunctionsObo.TokenStores;

/// <summary>
/// Where something is in a store: 32 bytes that look random, and are the same on every instance. A place is no secret; it says nothing about what is there.
/// </summary>
public readonly struct StorePlace : IEquatable<StorePlace>
{
    /// <summary>How many bytes a place has.</summary>
    public const int Length = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>A place of bytes.</summary>
    /// <param name="bytes">The 32 bytes.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public StorePlace(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A place has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Writes the bytes.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Length) throw new ArgumentException($"A place needs {Length} bytes, not {destination.Length}.", nameof(destination));
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>The bytes, in a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>As text: 43 characters of base64url, for stores whose keys are text.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <inheritdoc/>
    public bool Equals(StorePlace other) => (_a, _b, _c, _d) == (other._a, other._b, other._c, other._d);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StorePlace other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _a.GetHashCode(); // the bytes are uniform already

    /// <summary>Whether both are the same place.</summary>
    public static bool operator ==(StorePlace left, StorePlace right) => left.Equals(right);

    /// <summary>Whether they are different places.</summary>
    public static bool operator !=(StorePlace left, StorePlace right) => !left.Equals(right);
}
