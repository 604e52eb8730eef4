namespace FunctionsHost.Processes;

/// <summary>An app that runs in processes of its own, from a folder that <c>dotnet build</c> or <c>dotnet publish</c> made.</summary>
/// <param name="Directory">That folder; worker.config.json in it says what to start, unless <see cref="Assembly"/> does.</param>
public sealed record AppProcess(string Directory)
{
    /// <summary>The file of the app's assembly in that folder: for a folder of another program that has the app beside it.</summary>
    public string? Assembly { get; init; }

    /// <summary>Configuration that stands below that of the settings file and the environment, for the address at which the app is going to be served.</summary>
    public Func<Uri, IReadOnlyDictionary<string, string>>? Settings { get; init; }

    /// <summary>How many processes share the requests: one unless given.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Environment variables for them, besides those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
