using Microsoft.Extensions.Configuration;

namespace FunctionsHost.Configuration;

/// <summary>The app settings as the app's process would have them: environment variables, and those of local.settings.json that no variable has yet.</summary>
internal sealed class AppSettings
{
    private AppSettings(LocalSettings local, IConfiguration variables)
    {
        Overridden = [.. local.Values.Keys.Where(key => !string.IsNullOrEmpty(variables[key]))];
        Added = local.Values.Where(value => !Overridden.Contains(value.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Values of local.settings.json that count, under their configuration keys.</summary>
    public IReadOnlyDictionary<string, string> Added { get; }

    /// <summary>Keys of local.settings.json that an environment variable overrides.</summary>
    public IReadOnlyList<string> Overridden { get; }

    /// <summary>Both together, for what the host itself reads.</summary>
    public required IConfiguration All { get; init; }

    /// <param name="local">The file's content.</param>
    /// <param name="more">Variables that the app's process gets besides those of this process.</param>
    public static AppSettings Read(LocalSettings local, IReadOnlyDictionary<string, string> more)
    {
        var variables = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(AsKeys(more)).Build();
        var file = new ConfigurationBuilder().AddInMemoryCollection(AsKeys(local.Values)).AddEnvironmentVariables().AddInMemoryCollection(AsKeys(more)).Build();
        return new AppSettings(local, variables) { All = file };
    }

    /// <summary>What of other settings these leave: not a key that the file has, and of a list that it has nothing, since half of each would be neither.</summary>
    public IEnumerable<KeyValuePair<string, string>> Above(IReadOnlyDictionary<string, string> below)
    {
        var lists = Added.Keys.Concat(Overridden).Select(ListOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return below.Where(setting => !lists.Contains(ListOf(setting.Key)));
    }

    /// <summary>The key up to its first number; the whole of one without.</summary>
    private static string ListOf(string key) => string.Join(':', key.Split(':').TakeWhile(part => !int.TryParse(part, out _)));

    private static IEnumerable<KeyValuePair<string, string?>> AsKeys(IReadOnlyDictionary<string, string> values) =>
        values.Select(value => KeyValuePair.Create(value.Key.Replace("__", ":", StringComparison.Ordinal), (string?)value.Value));
}
