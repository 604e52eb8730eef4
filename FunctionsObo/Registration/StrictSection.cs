using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace FunctionsObo.Registration;

/// <summary>
/// What a section of the configuration gets wrong before any rule is asked: keys that nobody reads, and so a setting that its
/// author believes in and that does nothing; and values of the wrong type. The values themselves are never told: one may be a secret.
/// </summary>
internal static class StrictSection
{
    /// <summary>Compares a section with the options that it is bound to, with all that is below.</summary>
    /// <returns>The path of each key that cannot be bound or is not known, and the error.</returns>
    public static IEnumerable<(string Path, string Error)> Errors(IConfigurationSection section, Type options, params string[] ignored)
    {
        var properties = options.GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (properties.TryGetValue(child.Key, out var property))
            {
                foreach (var error in ErrorsOf(child, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)) yield return error;
            }
            else if (!ignored.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                yield return (child.Path, $"{child.Path} is not a key of this section: correct or remove it. There are {string.Join(", ", properties.Keys)}.");
            }
        }
    }

    /// <summary>Binds the section without the values that cannot be bound: their keys keep the defaults, and the other rules can be asked.</summary>
    public static void Bind(IConfigurationSection section, object options)
    {
        var broken = Errors(section, options.GetType()).Select(error => error.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (broken.Count == 0)
        {
            section.Bind(options);
            return;
        }

        new ConfigurationBuilder()
            .AddInMemoryCollection(section.AsEnumerable().Where(setting => !broken.Contains(setting.Key)))
            .Build()
            .GetSection(section.Path)
            .Bind(options);
    }

    private static IEnumerable<(string Path, string Error)> ErrorsOf(IConfigurationSection value, Type type)
    {
        if (ElementOf(type) is { } element)
        {
            if (!string.IsNullOrEmpty(value.Value)) return [(value.Path, $"{value.Path} must be an array: set {value.Path}:0.")];
            return value.GetChildren().SelectMany(item => ErrorsOf(item, element));
        }

        if (typeof(IDictionary<string, string>).IsAssignableFrom(type)) return value.GetChildren().SelectMany(item => ErrorsOf(item, typeof(string)));
        if (type == typeof(string) || type.IsValueType) return ErrorsOfOne(value, type);
        return string.IsNullOrEmpty(value.Value) ? Errors(value, type) : [(value.Path, $"{value.Path} must be a section, not a value.")];
    }

    private static IEnumerable<(string Path, string Error)> ErrorsOfOne(IConfigurationSection value, Type type)
    {
        if (value.GetChildren().Any()) yield return (value.Path, $"{value.Path} must be one value, not a section.");
        else if (value.Value is { } text && type != typeof(string) && !CanConvert(text, type)) yield return (value.Path, $"{value.Path} must be {Expected(type)}.");
    }

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>As the binder would do it.</summary>
    private static bool CanConvert(string text, Type type)
    {
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception unreadable) when (unreadable is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Expected(Type type) => type switch
    {
        _ when type == typeof(TimeSpan) => "a time span such as 00:00:30",
        _ when type == typeof(bool) => "true or false",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(double) => "a number such as 0.5",
        _ => string.Create(CultureInfo.InvariantCulture, $"a whole number of at most {(type == typeof(int) ? int.MaxValue : long.MaxValue)}"),
    };
}
