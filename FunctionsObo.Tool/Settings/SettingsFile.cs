using System.Text.Json;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Settings;

/// <summary>A file with settings: <c>local.settings.json</c>, or what <c>az functionapp config appsettings list</c> prints of an app in Azure.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Values">By configuration key.</param>
/// <param name="IsOfAzure">Whether it is of an app in Azure: then this machine's variables say nothing about it.</param>
internal sealed record SettingsFile(string Name, IReadOnlyDictionary<string, string> Values, bool IsOfAzure)
{
    public const string Usual = "local.settings.json";

    /// <summary>Where it is; empty for a text that is in no file yet.</summary>
    public string Path { get; init; } = "";

    /// <summary>Names that are written with colons, which not every system takes for a variable.</summary>
    public IReadOnlyList<string> WithColons { get; init; } = [];

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="UsageException">It is not there, broken or encrypted.</exception>
    public static SettingsFile Read(string folder, string name)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, name));
        try
        {
            return Parse(name, File.ReadAllText(path)) with { Path = path };
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{name} is not there: give the path of a file that exists.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name} cannot be read: see that it is a file, and who may read it.");
        }
    }

    /// <param name="name">As it was asked for.</param>
    /// <param name="text">What is in it, or will be.</param>
    /// <exception cref="UsageException">It is broken or encrypted.</exception>
    public static SettingsFile Parse(string name, string text)
    {
        try
        {
            using var file = JsonDocument.Parse(text, Lenient);
            return file.RootElement.ValueKind == JsonValueKind.Array
                ? Of(name, OfAzure(name, file.RootElement), isOfAzure: true)
                : Of(name, OfLocal(name, file.RootElement), isOfAzure: false);
        }
        catch (JsonException broken)
        {
            throw new UsageException($"{name} is no JSON: see line {broken.LineNumber + 1}.");
        }
    }

    private static SettingsFile Of(string name, Dictionary<string, string> named, bool isOfAzure)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in named) values[AppSettings.KeyOf(key)] = value;
        return new(name, values, isOfAzure) { WithColons = [.. named.Keys.Where(key => key.Contains(':', StringComparison.Ordinal))] };
    }

    /// <summary>The object <c>Values</c>, as Core Tools read it.</summary>
    private static Dictionary<string, string> OfLocal(string name, JsonElement file)
    {
        if (Member(file, "Values") is not { ValueKind: JsonValueKind.Object } values)
            throw new UsageException($"{name} has no object \"Values\": it is neither a local.settings.json nor an app's exported settings.");
        if (Member(file, "IsEncrypted") is not { ValueKind: JsonValueKind.False })
            throw new UsageException($"{name}: \"IsEncrypted\" must be false (Core Tools take a missing one for true). Decrypt it with 'func settings decrypt'.");

        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in values.EnumerateObject())
        {
            if (value.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                throw new UsageException($"{name}: \"Values\" holds only strings, and '{Shown.Of(value.Name)}' is none. Write its parts as '{Shown.Of(value.Name)}__…', one each.");
            if (value.Value.ValueKind != JsonValueKind.Null) settings[value.Name] = value.Value.ToString();
        }

        return settings;
    }

    /// <summary>An array of objects with name and value.</summary>
    private static Dictionary<string, string> OfAzure(string name, JsonElement file)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in file.EnumerateArray())
        {
            if (Member(setting, "name") is not { ValueKind: JsonValueKind.String } key || Member(setting, "value") is not { } value)
                throw new UsageException($"{name} is an array, but not of objects with \"name\" and \"value\" as an app's exported settings are.");
            if (value.ValueKind == JsonValueKind.String) settings[key.GetString()!] = value.GetString()!;
        }

        return settings;
    }

    private static JsonElement? Member(JsonElement parent, string name) => parent.ValueKind != JsonValueKind.Object ? null
        : parent.EnumerateObject().Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(member => (JsonElement?)member.Value).FirstOrDefault();
}
