using System.Globalization;
using System.Text.Json;

namespace FunctionsWorker.Binding;

/// <summary>
/// Text to value by the real worker's rules: Guid and dates have converters of their own, everything else is read as JSON. So a bool is
/// <c>true</c> and never <c>True</c>, and a number has no leading zero or plus sign.
/// </summary>
internal static class ValueConversion
{
    public static bool Supports(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) || type == typeof(Guid) || type == typeof(DateTime) || type == typeof(DateTimeOffset)
            || type == typeof(decimal) || type.IsEnum || (type.IsPrimitive && type != typeof(nint) && type != typeof(nuint));
    }

    public static Func<string, object?> To(Type type, JsonSerializerOptions options)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(string)) return static text => text;
        if (target == typeof(Guid)) return static text => Guid.Parse(text);
        if (target == typeof(DateTime)) return static text => DateTime.Parse(text, CultureInfo.InvariantCulture);
        if (target == typeof(DateTimeOffset)) return static text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        return text => JsonSerializer.Deserialize(text, type, options);
    }
}
