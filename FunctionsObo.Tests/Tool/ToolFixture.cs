using TestSupport;

namespace FunctionsObo.Tests.Tool;

/// <summary>A running stack, and a folder for the tool with its certificate and its settings.</summary>
public sealed class ToolFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tool-");

    internal Stack Stack { get; private set; } = null!;

    public string Folder => _folder.FullName;

    /// <summary>What every verb needs to reach the emulator as alice.</summary>
    public string[] AsAlice => ["--emulator", Stack.Emulator.Address.ToString(), "--user", "alice"];

    public async Task InitializeAsync()
    {
        Stack = await Stack.StartAsync();
        Directory.CreateDirectory(Path.Combine(Folder, ".local"));
        await File.WriteAllTextAsync(PemFile, Stack.Emulator.Certificate.ExportCertificatePem());
        File.Copy(Repository.PathOf(ToolRun.Sample), Path.Combine(Folder, "local.settings.json"));
    }

    /// <summary>The emulator's certificate.</summary>
    public string PemFile => Path.Combine(Folder, ".local", "emulator.pem");

    public async Task DisposeAsync()
    {
        await Stack.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
