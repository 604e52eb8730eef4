using System.Security.Cryptography;
using System.Text;

namespace FunctionsObo.Tool.Registering;

/// <summary>
/// How the tool knows its own in a directory: a <c>uniqueName</c> by which a second run finds what the first made, a tag that says who made it,
/// names of credentials, and ids of scopes that are the same at every run.
/// </summary>
/// <param name="name">The display name of the registration.</param>
internal sealed class Mark(string name)
{
    /// <summary>What the name of a secret or certificate of this tool begins with.</summary>
    public const string CredentialPrefix = "functions-obo ";

    /// <summary>What the name of a federated credential of this tool begins with.</summary>
    public const string FederatedPrefix = "functions-obo-";

    private const string TagPrefix = "functions-obo:";

    public string Key { get; } = KeyOf(name);

    /// <summary>https://learn.microsoft.com/graph/api/resources/application: immutable, and taken until the application is purged.</summary>
    public string UniqueName => $"functions-obo-{Key}";

    public string ClientUniqueName => $"{UniqueName}-client";

    public string Tag => $"{TagPrefix}{Key}";

    public string Notes => $"Made by 'functions-obo register'; 'functions-obo unregister --name \"{name}\"' takes it away.";

    /// <returns>The tag that says that this tool made the object; null when none does.</returns>
    public static string? TagOf(IEnumerable<string> tags) => tags.FirstOrDefault(tag => tag.StartsWith(TagPrefix, StringComparison.Ordinal));

    /// <summary>The id of a scope or app role. A scope and a role of one name must be one permission, so both have the same.</summary>
    public string PermissionId(string value)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Tag}/{value}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80); // version 8, a name-based id of one's own kind (RFC 9562 §5.8)
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    /// <summary>The name of the credential that is kept in one place: another machine's is not touched.</summary>
    /// <param name="place">The path of the file that keeps it.</param>
    public static string CredentialName(string place)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}|{place}"));
        return $"{CredentialPrefix}{Path.GetFileName(place)} {Convert.ToHexStringLower(hash.AsSpan(0, 4))}";
    }

    /// <summary>Letters and digits of ASCII in lower case, with hyphens between.</summary>
    private static string KeyOf(string name)
    {
        var key = new StringBuilder();
        foreach (var character in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character)) key.Append(character);
            else if (key.Length > 0 && key[^1] != '-') key.Append('-');
        }

        return key.ToString().Trim('-');
    }
}
