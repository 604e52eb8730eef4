using Local.Tests.EntraEmulator;

namespace Local.Tests.FunctionsHost.Support;

/// <summary>The files of an app's directory; null leaves one out.</summary>
internal sealed record AppFiles(string? HostJson = AppFiles.LeastHostJson, string? LocalSettings = null)
{
    public const string LeastHostJson = """{ "version": "2.0" }""";

    public AppDirectory Write()
    {
        var directory = new AppDirectory();
        if (HostJson is not null) File.WriteAllText(Path.Combine(directory.Path, "host.json"), HostJson);
        if (LocalSettings is not null) File.WriteAllText(Path.Combine(directory.Path, "local.settings.json"), LocalSettings);
        return directory;
    }
}

internal sealed class AppDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("functions-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
