using System.Text.RegularExpressions;
using FunctionsObo.Downstream;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.PostgreSql;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;

namespace FunctionsObo.Tests.Conventions;

/// <summary>The settings that the library reads, and those that a text names.</summary>
internal static partial class SettingNames
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        (AzureAdOptions.Section, typeof(AzureAdOptions)),
        (OnBehalfOfOptions.Section, typeof(OnBehalfOfOptions)),
        (TokenCacheOptions.Section, typeof(TokenCacheOptions)),
        (LongRunningSessionOptions.Section, typeof(LongRunningSessionOptions)),
        (DistributedTokenCacheOptions.Section, typeof(DistributedTokenCacheOptions)),
        (PostgreSqlTokenCacheOptions.Section, typeof(PostgreSqlTokenCacheOptions)),
        (BaggageOptions.Section, typeof(BaggageOptions)),
        ("DownstreamApis:*", typeof(DownstreamApiOptions)),
    ];

    /// <summary>Every key, with <c>*</c> for an API's name and without the index of an array.</summary>
    public static IReadOnlyCollection<string> Read { get; } = [.. Sections.SelectMany(section => Keys(section.Options, section.Section))];

    /// <summary>The keys of a text, written as <c>A:B</c> or <c>A__B</c>, in the form of <see cref="Read"/>.</summary>
    public static IEnumerable<string> In(string text) => Name().Matches(text).Select(name => Normal(name.Value)).Distinct(StringComparer.Ordinal);

    /// <summary>Whether the library reads a key, a section of it, or one value of an open one.</summary>
    public static bool IsRead(string key) => Read.Any(known => known == key || known.StartsWith(key + ":", StringComparison.Ordinal) || (IsOpen(known) && key.StartsWith(known + ":", StringComparison.Ordinal)));

    public static string Normal(string key)
    {
        var parts = key.Replace("__", ":", StringComparison.Ordinal).Split(':').Where(part => !int.TryParse(part, out _)).ToArray();
        if (parts is ["DownstreamApis", _, ..]) parts[1] = "*";
        return string.Join(':', parts);
    }

    /// <summary>Header and query parameters have any names.</summary>
    private static bool IsOpen(string key) => key.EndsWith("Parameters", StringComparison.Ordinal);

    private static IEnumerable<string> Keys(Type options, string prefix) => options.GetProperties().Where(property => property.CanWrite || IsList(property.PropertyType)).SelectMany(property =>
    {
        var type = IsList(property.PropertyType) ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
        var key = $"{prefix}:{property.Name}";
        return type.Assembly == typeof(AzureAdOptions).Assembly && type.IsClass ? Keys(type, key) : [key];
    });

    private static bool IsList(Type type) => type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(IList<>);

    [GeneratedRegex(@"\b(AzureAd|OnBehalfOf|TokenCache|LongRunningSessions|DistributedTokenCache|PostgreSqlTokenCache|Baggage|DownstreamApis)((:|__)([A-Za-z0-9-]+|\{\w+\}|\*))+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
