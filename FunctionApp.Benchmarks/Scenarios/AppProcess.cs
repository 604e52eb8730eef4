using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EntraEmulator;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>A FunctionApp in a process of its own, connected to a local stack by environment variables and a certificate file.</summary>
internal sealed class AppProcess : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _certificate;
    private readonly int _port;

    private AppProcess(Process process, string certificate, int port) => (_process, _certificate, _port) = (process, certificate, port);

    public Uri Api => new($"http://127.0.0.1:{_port}/api/");

    /// <summary>What the process has used of the processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it, and does not wait for anything.</summary>
    /// <param name="emulator">The identity provider, whose certificate it is to trust.</param>
    /// <param name="settings">Its configuration.</param>
    /// <param name="assembly">The program's dll.</param>
    /// <param name="arguments">Before <c>--port</c>.</param>
    public static AppProcess Start(Emulator emulator, IReadOnlyDictionary<string, string> settings, string assembly, params string[] arguments)
    {
        var port = FreePort();
        var certificate = Path.GetTempFileName();
        File.WriteAllText(certificate, emulator.Certificate.ExportCertificatePem());

        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments, "--port", port.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["SSL_CERT_FILE"] = certificate;
        start.Environment["Logging__LogLevel__Default"] = "Warning";

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { }; // read, so that it never waits for us
        process.BeginOutputReadLine();
        return new AppProcess(process, certificate, port);
    }

    /// <summary>Waits until it listens, without a request.</summary>
    /// <exception cref="InvalidOperationException">It has ended, or takes too long.</exception>
    public async Task ListeningAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StartTimeout && !_process.HasExited)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, _port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2));
            }
        }

        throw new InvalidOperationException("FunctionApp does not listen.");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_certificate);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
