using System.Collections;
using FunctionsObo.Downstream;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;

namespace FunctionsObo.Tool.Settings;

/// <summary>
/// Which values may be printed: those of settings that are known and no secrets. Of anything else only the length is told, as a secret may
/// stand under a name that is misspelt.
/// </summary>
internal static class Secrets
{
    private static readonly string[] Names =
    [
        nameof(CredentialDescription.ClientSecret), nameof(CredentialDescription.CertificatePassword), nameof(CredentialDescription.Base64EncodedValue),
        nameof(DistributedTokenCacheOptions.Pepper), nameof(DistributedTokenCacheOptions.PreviousPepper),

        // They may hold the key of an API.
        nameof(DownstreamApiOptions.ExtraHeaderParameters), nameof(DownstreamApiOptions.ExtraQueryParameters),
    ];

    /// <summary>Whether a key is one whose value is a secret by itself.</summary>
    public static bool IsSecret(string key) => key.Split(':') is [.., var name] && Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    public static string Show(string key, string value) =>
        value.Length == 0 ? "(empty)" : IsPublic(key) && !HasUserOrQuery(value) ? Output.Shown.Of(value) : $"(hidden, {value.Length} characters)";

    private static bool IsPublic(string key)
    {
        var parts = key.Split(':');
        if (parts is [DownstreamApiOptions.Section, _, ..]) return IsPublic(typeof(DownstreamApiOptions), parts.AsSpan(2));
        return AppSettings.Sections.Where(section => section.Section.Equals(parts[0], StringComparison.OrdinalIgnoreCase))
            .Any(section => IsPublic(section.Defaults().GetType(), parts.AsSpan(1)));
    }

    private static bool IsPublic(Type type, ReadOnlySpan<string> path)
    {
        if (type == typeof(string) || type.IsValueType) return path.IsEmpty;
        if (path.IsEmpty) return false;
        if (type.IsAssignableTo(typeof(IEnumerable))) return int.TryParse(path[0], out _) && IsPublic(type.GetGenericArguments()[0], path[1..]);

        var name = path[0];
        return !Names.Contains(name, StringComparer.OrdinalIgnoreCase)
            && Array.Find(type.GetProperties(), property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } property
            && IsPublic(property.PropertyType, path[1..]);
    }

    /// <summary>Of an address: there a password or a key may stand.</summary>
    private static bool HasUserOrQuery(string value) => value.Contains("://", StringComparison.Ordinal) && value.AsSpan().ContainsAny('@', '?');
}
