using System.Globalization;
using System.Runtime.CompilerServices;

namespace FunctionsObo.Downstream;

/// <summary>
/// A path under an API's base URL. Written as an interpolated string, its values are escaped by themselves:
/// <c>$"orders/{id}"</c> stays one order, whatever is in <c>id</c>. A plain string is taken as it stands, escaped already.
/// </summary>
[InterpolatedStringHandler]
public struct DownstreamPath : IEquatable<DownstreamPath>
{
    private string? _text;

    /// <summary>What the compiler calls for an interpolated string.</summary>
    public DownstreamPath(int literalLength, int formattedCount) => _text = "";

    private DownstreamPath(string text) => _text = text;

    /// <summary>As <see cref="FromString"/>.</summary>
    public static implicit operator DownstreamPath(string path) => FromString(path);

    /// <summary>A path that is escaped already.</summary>
    public static DownstreamPath FromString(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new DownstreamPath(path);
    }

    /// <summary>What the compiler calls for the text between the values: it is taken as it stands.</summary>
    public void AppendLiteral(string value) => _text += value;

    /// <summary>Adds a value, escaped.</summary>
    /// <exception cref="UnusablePathException">The value is empty: the path would mean something else without it.</exception>
    public void AppendFormatted(string? value)
    {
        if (string.IsNullOrEmpty(value)) throw new UnusablePathException("A value in the path is empty.");
        _text += Uri.EscapeDataString(value);
    }

    /// <summary>Adds a number, a GUID, a point in time (<c>{from:O}</c>): in the invariant culture, escaped.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
        where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>The path, relative to the base URL.</summary>
    public override readonly string ToString() => _text ?? "";

    /// <summary>Whether both are the same text.</summary>
    public readonly bool Equals(DownstreamPath other) => ToString() == other.ToString();

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is DownstreamPath other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>As <see cref="Equals(DownstreamPath)"/>.</summary>
    public static bool operator ==(DownstreamPath left, DownstreamPath right) => left.Equals(right);

    /// <summary>The opposite of <see cref="Equals(DownstreamPath)"/>.</summary>
    public static bool operator !=(DownstreamPath left, DownstreamPath right) => !left.Equals(right);
}
