using FunctionsHost.Configuration;
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
        if (LocalSettings is not null) directory.WriteSettings(LocalSettings);
        return directory;
    }
}

internal sealed class AppDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("functions-").FullName;

    /// <summary>The local.settings.json in it, read; null if there is none.</summary>
    public LocalSettings? Settings => File.Exists(SettingsFile) ? LocalSettings.Read(SettingsFile) : null;

    private string SettingsFile => System.IO.Path.Combine(Path, "local.settings.json");

    public void WriteSettings(string text) => File.WriteAllText(SettingsFile, text);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
