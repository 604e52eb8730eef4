namespace FunctionsHost.Processes;

/// <summary>An app that runs in processes of its own, from a folder that <c>dotnet build</c> or <c>dotnet publish</c> made.</summary>
/// <param name="Directory">That folder; worker.config.json in it says what to start.</param>
public sealed record AppProcess(string Directory)
{
    /// <summary>How many processes share the requests: one unless given.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Environment variables for them, besides those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
