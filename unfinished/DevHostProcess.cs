using System.Diagnostics;
using System.Reflection;
using TestSupport;

namespace Local.Tests.DevStack.Support;

/// <summary>DevHost as it was built, copied into a folder of its own and started there on free ports.</summary>
internal sealed class DevHostProcess : IDisposable
{
    private static readonly string Built = Repository.PathOf(
        Path.Combine("local", "DevHost", "bin", typeof(DevHostProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net10.0"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("devhost-");
    private readonly List<string> _lines = [];
    private Process? _process;

    public DevHostProcess()
    {
        foreach (var file in Directory.EnumerateFiles(Built, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.FullName, Path.GetRelativePath(Built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>What it has said so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public Task WriteAsync(string name, string content) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), content);

    /// <summary>Starts it and reads what it says, up to a line.</summary>
    /// <returns>That line; null when it ended before.</returns>
    public async Task<string?> StartAsync(string until)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", ["DevHost.dll", "--FunctionAppPort=0", "--EmulatorPort=0", "--GraphPort=0", "--OrdersPort=0"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        })!;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Add(line);
            if (line.Contains(until, StringComparison.Ordinal)) return line;
        }
        return null;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false }) _process.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }
}
