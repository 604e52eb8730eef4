using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using TestSupport;

namespace Local.Tests.DevStack.Support;

/// <summary>DevHost as it was built, started in a folder of its own on free ports.</summary>
internal sealed class DevHostProcess : IDisposable
{
    private static readonly string Built = Repository.PathOf(Path.Combine(
        "local", "DevHost", "bin", typeof(DevHostProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net10.0", "DevHost.dll"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("devhost-");
    private readonly List<string> _lines = [];
    private Process? _process;

    /// <summary>Environment variables for it, besides those of this process.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>The lines that it has written to its standard output.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Where FunctionApp's functions are, ending in a slash.</summary>
    public Uri FunctionApp => new(AddressIn("FunctionApp is at "));

    /// <summary>Where the emulator listens, ending in a slash.</summary>
    public Uri Emulator => new(AddressIn("  Entra emulator  "));

    /// <summary>Writes a file into the folder where it is started.</summary>
    public Task WriteAsync(string name, string content) => File.WriteAllTextAsync(PathOf(name), content);

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Starts it and reads on to the end of the greeting.</summary>
    public async Task StartAsync(params string[] args)
    {
        _process = Start(args);
        if (await ReadToAsync("Ctrl+C") is null) Assert.Fail($"It did not start: {await _process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>The exit code, and what it said about errors.</returns>
    public async Task<(int ExitCode, string Errors)> RunAsync(params string[] args)
    {
        _process = Start(args);
        var errors = _process.StandardError.ReadToEndAsync();
        _lines.AddRange((await _process.StandardOutput.ReadToEndAsync()).Split(Environment.NewLine));
        await _process.WaitForExitAsync();
        return (_process.ExitCode, (await errors).Trim());
    }

    /// <summary>A client of its FunctionApp that takes the emulator's certificate, which nobody else trusts.</summary>
    public HttpClient CreateClient() =>
        new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=EntraEmulator" } }) { BaseAddress = FunctionApp };

    /// <summary>Reads on to a line with a text.</summary>
    /// <returns>That line; null when it ended before.</returns>
    public async Task<string?> ReadToAsync(string text)
    {
        while (await _process!.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal)) return line;
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

    private Process Start(string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Built, "--free-ports", .. args])
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private string AddressIn(string before) =>
        Regex.Match(_lines.First(line => line.StartsWith(before, StringComparison.Ordinal)), @"https?://\S+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
}
