using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace DevStack.Stores;

/// <summary>
/// A PostgreSQL server of its own on loopback, in a temporary folder that goes with it. It ends when this process does, however that ends: its keeper reads from a pipe until it closes.
/// </summary>
/// <remarks>
/// PostgreSQL does not run as root: there it runs as <c>nobody</c>. Everybody on this machine can reach the port, so that its administrator has a password of chance. It may lose what it was
/// given last, as nothing is forced to the disk.
/// </remarks>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    /// <summary>The name of the administrator, and of the first database.</summary>
    public const string Administrator = "postgres";

    private static readonly TimeSpan MostToStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs the server, and ends it when the standard input ends: at once, without its own clean end.</summary>
    private const string Keeper = """exec 3<&0; "$@" & server=$!; (cat <&3 > /dev/null; kill -QUIT $server) 2> /dev/null & wait $server""";

    private readonly string _programs;
    private readonly string _folder;
    private Process? _keeper;

    private PostgreSqlServer(string programs, string folder, string password, int port) => (_programs, _folder, Password, Port) = (programs, folder, password, port);

    /// <summary>Of <see cref="Administrator"/>.</summary>
    public string Password { get; }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The process that starts the others.</summary>
    public int ProcessId => int.Parse(File.ReadLines(State).First(), CultureInfo.InvariantCulture);

    private string Data => Path.Combine(_folder, "data");

    private string State => Path.Combine(Data, "postmaster.pid");

    /// <summary>Makes a folder and starts a server in it.</summary>
    /// <param name="programs">What <see cref="InstalledPostgreSql.Find"/> has found.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="InvalidOperationException">It does not start; the message has its own words.</exception>
    public static async Task<PostgreSqlServer> StartAsync(string programs, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"functions-obo-{Guid.NewGuid():N}");
        var server = new PostgreSqlServer(programs, folder, RandomNumberGenerator.GetHexString(32), FreePort());
        try
        {
            await server.MakeFolderAsync(cancellationToken);
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, or starts it again after its processes have ended.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await EndAsync();
        File.Delete(State); // of one that was killed
        _keeper = Start(["sh", "-c", Keeper, "sh", Path.Combine(_programs, "postgres"), "-D", Data, "-p", $"{Port}", .. PostgreSqlSettings.All]);
        var said = _keeper.StandardError.ReadToEndAsync(cancellationToken);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MostToStart);
        while (!IsReady())
        {
            if (_keeper.HasExited) throw new InvalidOperationException($"PostgreSQL does not start: {(await said).Trim()}");
            await Task.Delay(Look, limit.Token);
        }
    }

    /// <summary>Writes a file that belongs to the server, into its folder.</summary>
    public async Task WriteAsync(string name, string content, CancellationToken cancellationToken)
    {
        using var writing = Start(["sh", "-c", """umask 077 && cat > "$1" """, "sh", Path.Combine(Data, name)]);
        await writing.StandardInput.WriteAsync(content);
        writing.StandardInput.Close();
        await writing.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private async Task EndAsync()
    {
        if (_keeper is null) return;
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
        _keeper = null;
    }

    /// <summary>The password goes in by a pipe: what stands in arguments is seen by everybody.</summary>
    private async Task MakeFolderAsync(CancellationToken cancellationToken)
    {
        const string Make = """umask 077 && mkdir "$1" && cat > "$1/password" && "$2" -D "$1/data" -U "$3" -A scram-sha-256 --pwfile "$1/password" -E UTF8 --locale=C --no-sync > /dev/null && rm "$1/password" """;
        using var making = Start(["sh", "-c", Make, "sh", _folder, Path.Combine(_programs, "initdb"), Administrator]);
        await making.StandardInput.WriteAsync(Password);
        making.StandardInput.Close();
        var said = await making.StandardError.ReadToEndAsync(cancellationToken);
        await making.WaitForExitAsync(cancellationToken);
        if (making.ExitCode != 0) throw new InvalidOperationException($"PostgreSQL cannot be set up in {_folder}: {said.Trim()}");
    }

    private bool IsReady()
    {
        try
        {
            return File.ReadLines(State).ElementAtOrDefault(7)?.Trim() == "ready"; // https://www.postgresql.org/docs/current/storage-file-layout.html: postmaster.pid has its status in the end
        }
        catch (IOException)
        {
            return false; // not there yet
        }
    }

    private static Process Start(string[] command)
    {
        string[] asOther = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", .. command] : command;
        return Process.Start(new ProcessStartInfo(asOther[0], asOther[1..]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() })!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
