using FunctionsObo.Downstream;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using FunctionsObo.Tool.Output;
using Microsoft.Extensions.Configuration;

namespace FunctionsObo.Tool.Settings;

/// <summary>The settings as the app gets them, with the source of each: a file, and the environment variables over it.</summary>
internal sealed class AppSettings
{
    /// <summary>The sections that the engine reads, DownstreamApis apart, which has one for each API.</summary>
    public static readonly IReadOnlyList<(string Section, Func<object> Defaults)> Sections =
    [
        (AzureAdOptions.Section, () => new AzureAdOptions()),
        (OnBehalfOfOptions.Section, () => new OnBehalfOfOptions()),
        (TokenCacheOptions.Section, () => new TokenCacheOptions()),
        (LongRunningSessionOptions.Section, () => new LongRunningSessionOptions()),
        (BaggageOptions.Section, () => new BaggageOptions()),
        (DistributedTokenCacheOptions.Section, () => new DistributedTokenCacheOptions()),
    ];

    /// <summary>Where <see cref="TestClient"/> stands.</summary>
    public const string TestClientKey = "TestClient:ClientId";

    private readonly Dictionary<string, string> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Key, string Variable)> _hidden = [];

    private AppSettings(SettingsFile? file, IReadOnlyDictionary<string, string> variables)
    {
        File = file;
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in file?.Values ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            values[key] = value;
            _sources[key] = file!.Name;
        }

        // An empty variable does not hide what the file says, as with the local host.
        foreach (var (name, value) in file is { IsOfAzure: true } ? [] : variables.Where(variable => IsOurs(KeyOf(variable.Key)) && (variable.Value.Length > 0 || !values.ContainsKey(KeyOf(variable.Key)))))
        {
            if (values.GetValueOrDefault(KeyOf(name)) is { } hidden && hidden != value) _hidden.Add((KeyOf(name), name));
            values[KeyOf(name)] = value;
            _sources[KeyOf(name)] = $"variable {name}";
        }

        Configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        IsAnyThere = values.Keys.Any(IsOurs);
        IsDevelopment = file is not { IsOfAzure: true } && (EnvironmentName(file, variables) ?? "Development").Equals("Development", StringComparison.OrdinalIgnoreCase);
    }

    public IConfiguration Configuration { get; }

    /// <summary>The file that was read; null when there is none.</summary>
    public SettingsFile? File { get; }

    /// <summary>Keys for which a variable says something else than the file, with the variable's name.</summary>
    public IReadOnlyList<(string Key, string Variable)> Hidden => _hidden;

    /// <summary>Whether there is a setting of the engine at all.</summary>
    public bool IsAnyThere { get; }

    /// <summary>Whether the app would run as in development, which Core Tools say unless a variable does.</summary>
    public bool IsDevelopment { get; }

    /// <summary>The names of the downstream APIs.</summary>
    public IEnumerable<string> Apis => Configuration.GetSection(DownstreamApiOptions.Section).GetChildren().Select(section => section.Key);

    /// <summary>The client to try the API with: what 'register --with-client' made. The app does not read it.</summary>
    public string? TestClient => Configuration[TestClientKey] is { Length: > 0 } client ? client : null;

    /// <param name="terminal">Where the variables and the usual file are.</param>
    /// <param name="file">Another file; null for <c>local.settings.json</c> of the folder, if it is there.</param>
    /// <exception cref="UsageException">The file cannot be used.</exception>
    public static AppSettings Read(Terminal terminal, string? file)
    {
        var name = file ?? (System.IO.File.Exists(Path.Combine(terminal.Folder, SettingsFile.Usual)) ? SettingsFile.Usual : null);
        return new AppSettings(name is null ? null : SettingsFile.Read(terminal.Folder, name), terminal.Variables);
    }

    /// <summary>Those of the variables, without any file.</summary>
    public static AppSettings OfVariables(Terminal terminal) => new(null, terminal.Variables);

    /// <summary>As configuration reads environment variables.</summary>
    public static string KeyOf(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    /// <summary>Where the value of a key is from; null for a key that is not set.</summary>
    public string? SourceOf(string key) => _sources.GetValueOrDefault(key);

    /// <summary>Section AzureAd without the values that cannot be read; <see cref="StartRules"/> says what is wrong with it.</summary>
    public AzureAdOptions AzureAd()
    {
        var options = new AzureAdOptions();
        StrictSection.Bind(Configuration.GetSection(AzureAdOptions.Section), options);
        return options;
    }

    /// <summary>Section DownstreamApis:{name} without the values that cannot be read.</summary>
    public DownstreamApiOptions Api(string name)
    {
        var options = new DownstreamApiOptions();
        StrictSection.Bind(Configuration.GetSection($"{DownstreamApiOptions.Section}:{name}"), options);
        return options;
    }

    private static bool IsOurs(string key) => Sections.Any(section => IsIn(section.Section, key)) || IsIn(DownstreamApiOptions.Section, key) || key.Equals(TestClientKey, StringComparison.OrdinalIgnoreCase);

    private static bool IsIn(string section, string key) => key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase);

    private static string? EnvironmentName(SettingsFile? file, IReadOnlyDictionary<string, string> variables) =>
        ((string[])["AZURE_FUNCTIONS_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"])
        .Select(name => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : file?.Values.GetValueOrDefault(name))
        .FirstOrDefault(value => !string.IsNullOrEmpty(value));
}
