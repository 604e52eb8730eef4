using System.Collections;
using System.Globalization;
using System.Reflection;
using FunctionsObo.Downstream;
using FunctionsObo.Registration;
using FunctionsObo.Tool.Output;
using Microsoft.Extensions.Configuration;

namespace FunctionsObo.Tool.Settings;

/// <summary>One setting.</summary>
/// <param name="Key">As <c>AzureAd:ClientId</c>.</param>
/// <param name="Value">For people: a secret is masked. Null when there is none.</param>
/// <param name="Source">A file, a variable, or "default".</param>
/// <param name="Errors">What the start would say about it.</param>
internal sealed record Setting(string Key, string? Value, string Source, IReadOnlyList<string> Errors)
{
    public bool IsValid => Errors.Count == 0;
}

/// <summary>Every setting that the engine reads, whether it is set or not.</summary>
internal static class SettingList
{
    private const string Default = "default";

    public static IReadOnlyList<Setting> Of(AppSettings settings)
    {
        var rows = AppSettings.Sections.SelectMany(section => Rows(settings, section.Section, section.Defaults()))
            .Concat(settings.Apis.SelectMany(api => Rows(settings, $"{DownstreamApiOptions.Section}:{api}", new DownstreamApiOptions())))
            .ToList();
        var errors = StartRules.Errors(settings).ToLookup(KeyOf, StringComparer.OrdinalIgnoreCase);

        // An error may be about a key that nobody set, or that nobody reads.
        rows.AddRange(errors.Select(about => about.Key).Where(key => !rows.Exists(row => row.Key.Equals(key, StringComparison.OrdinalIgnoreCase)))
            .Select(key => Row(settings, key, null)));
        return [.. rows.Select(row => row with { Errors = [.. errors[row.Key]] })];
    }

    /// <summary>Errors begin with the key that they are about.</summary>
    private static string KeyOf(string error) => error.Split(' ', 2)[0].TrimEnd(':', '.');

    private static IEnumerable<Setting> Rows(AppSettings settings, string prefix, object defaults) => defaults.GetType().GetProperties()
        .Where(property => property.CanWrite)
        .SelectMany(property => Rows(settings, $"{prefix}:{property.Name}", property, defaults));

    private static IEnumerable<Setting> Rows(AppSettings settings, string key, PropertyInfo property, object defaults)
    {
        var section = settings.Configuration.GetSection(key);
        var value = property.GetValue(defaults);
        if (value is not null and not string && property.PropertyType is { IsClass: true }) return Rows(settings, key, value);
        if (value is (not IEnumerable) or string) return [Row(settings, key, Text(value))];

        var leaves = section.AsEnumerable().Where(leaf => leaf.Value is not null).OrderBy(leaf => leaf.Key, ConfigurationKeyComparer.Instance).ToList();
        return leaves.Count == 0 ? [Row(settings, key, DefaultOf(settings, key))] : leaves.Select(leaf => Row(settings, leaf.Key, null));
    }

    private static Setting Row(AppSettings settings, string key, string? byDefault)
    {
        var value = settings.Configuration[key];
        return value is null
            ? new Setting(key, byDefault, Default, [])
            : new Setting(key, Secrets.Show(key, value), settings.SourceOf(key) ?? Default, []);
    }

    /// <summary>What an empty list stands for.</summary>
    private static string? DefaultOf(AppSettings settings, string key) => key switch
    {
        "AzureAd:AllowedAlgorithms" => Joined(settings.AzureAd().EffectiveAlgorithms),
        "AzureAd:TokenVersions" => Joined(settings.AzureAd().EffectiveTokenVersions),
        "AzureAd:Audiences" when settings.AzureAd() is { ClientId.Length: > 0, Audience: null } registration => Joined(registration.EffectiveAudiences),
        _ => null,
    };

    private static string Joined(IEnumerable<string> values) => Shown.Of(string.Join(", ", values));

    private static string? Text(object? value) => value switch
    {
        null or "" => null,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
