using System.Text.Json;
using FunctionsHost.Diagnostics;

namespace FunctionsHost.Configuration;

/// <summary>A local.settings.json as Core Tools read it.</summary>
/// <param name="Values">App settings and connection strings, by configuration key.</param>
/// <param name="Port">Where the host listens, 0 for any free port; null if the file does not say.</param>
/// <param name="CorsOrigins">The origins whose pages may call; <c>*</c> for all.</param>
/// <param name="CorsCredentials">Whether those pages may send cookies.</param>
public sealed record LocalSettings(IReadOnlyDictionary<string, string> Values, int? Port, IReadOnlyList<string> CorsOrigins, bool CorsCredentials)
{
    /// <summary>Of a host that is given no file.</summary>
    public static LocalSettings None { get; } = new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), null, [], false);

    /// <summary>Reads a file, with comments and trailing commas in it or without.</summary>
    /// <exception cref="FunctionsHostException">The file is missing, broken, encrypted, or holds a value of the wrong kind.</exception>
    public static LocalSettings Read(string path)
    {
        var file = new LocalSettingsReader(path, SettingsFile.ReadObject(path) ?? throw new FunctionsHostException($"{path} is missing. Give the path of a file that exists."));
        var values = file.Values();
        if (values.Count > 0 && file.IsEncrypted())
        {
            throw new FunctionsHostException($"{path}: \"IsEncrypted\" must be false (Core Tools take a missing one for true). Decrypt it with 'func settings decrypt'.");
        }
        return new(values, file.Port(), file.CorsOrigins(), file.CorsCredentials());
    }
}

/// <summary>The parts of the file, each checked.</summary>
internal sealed class LocalSettingsReader(string path, JsonElement file)
{
    public bool IsEncrypted() => Member(file, "IsEncrypted") is not { ValueKind: JsonValueKind.False };

    /// <summary>By configuration key: <c>A__B</c> is <c>A:B</c>, as environment variables are read.</summary>
    public IReadOnlyDictionary<string, string> Values()
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Members(Member(file, "Values"), "Values"))
        {
            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                throw Wrong($"\"Values\" holds strings alone, and '{name}' is an {value.ValueKind.ToString().ToLowerInvariant()}. Write its parts as '{name}__…', one each.");
            }
            if (name.Length > 0 && value.ValueKind != JsonValueKind.Null) values[name.Replace("__", ":", StringComparison.Ordinal)] = value.ToString();
        }
        foreach (var (name, value) in Members(Member(file, "ConnectionStrings"), "ConnectionStrings"))
        {
            var text = value.ValueKind == JsonValueKind.Object ? Member(value, "ConnectionString") : value;
            if (text is { ValueKind: JsonValueKind.String }) values[$"ConnectionStrings:{name}"] = text.Value.ToString();
        }
        return values;
    }

    public int? Port() => Host("LocalHttpPort") is not { } port ? null
        : int.TryParse(port.ToString(), out var number) && number is >= 0 and <= 65535 ? number
        : throw Wrong($"Host.LocalHttpPort must be a port from 0 (any free one) to 65535, and it is {port.GetRawText()}.");

    public string[] CorsOrigins() => Host("CORS") switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } origins => origins.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        _ => throw Wrong("Host.CORS must be a string: \"*\", or origins with commas between."),
    };

    public bool CorsCredentials() => Host("CORSCredentials") is { } credentials && (bool.TryParse(credentials.ToString(), out var value)
        ? value
        : throw Wrong($"Host.CORSCredentials must be true or false, and it is {credentials.GetRawText()}."));

    private JsonElement? Host(string name) => Member(Member(file, "Host"), name);

    private FunctionsHostException Wrong(string fault) => new($"{path}: {fault}");

    private IEnumerable<(string Name, JsonElement Value)> Members(JsonElement? element, string name) => element switch
    {
        null or { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Object } found => found.EnumerateObject().Select(p => (p.Name, p.Value)),
        _ => throw Wrong($"\"{name}\" must be an object."),
    };

    private static JsonElement? Member(JsonElement? element, string name)
    {
        if (element is not { ValueKind: JsonValueKind.Object } found) return null;
        foreach (var property in found.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
        }
        return null;
    }
}
