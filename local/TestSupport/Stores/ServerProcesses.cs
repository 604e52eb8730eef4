using System.Diagnostics;
using DevStack.Stores;

namespace TestSupport.Stores;

/// <summary>Sends signals to the processes of a server.</summary>
internal static class ServerProcesses
{
    private static readonly TimeSpan MostToEnd = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>Freezes it: connections stay open, the system still takes new ones, and nobody answers. It goes on when the result is disposed of.</summary>
    public static Frozen Freeze(this PostgreSqlServer server)
    {
        var all = All(server);
        Send("STOP", all);
        return new Frozen(all);
    }

    /// <summary>Ends all of them at once. One that is left would still have the memory that they share, and the server could not start again.</summary>
    public static async Task KillAsync(this PostgreSqlServer server)
    {
        Send("STOP", [$"{server.ProcessId}"]); // or it makes new ones meanwhile
        var all = All(server);
        Send("KILL", all);
        using var limit = new CancellationTokenSource(MostToEnd);
        while (!all.All(HasEnded)) await Task.Delay(Look, limit.Token);
    }

    /// <summary>Ends one that serves a connection; the server restarts itself after that.</summary>
    public static void KillOne(int process) => Send("KILL", [$"{process}"]);

    /// <summary>Linux has them in a file (https://man7.org/linux/man-pages/man5/proc_pid_task_tid_children.5.html).</summary>
    private static string[] All(PostgreSqlServer server)
    {
        var first = server.ProcessId;
        return [$"{first}", .. File.ReadAllText($"/proc/{first}/task/{first}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    /// <summary>What nobody has asked for its exit code is still listed (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).</summary>
    private static bool HasEnded(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void Send(string signal, string[] processes)
    {
        using var sending = Process.Start("sh", ["-c", $"kill -{signal} \"$@\"", "sh", .. processes]);
        sending.WaitForExit();
    }

    /// <summary>A server that does nothing.</summary>
    public sealed class Frozen(string[] processes) : IDisposable
    {
        public void Dispose() => Send("CONT", processes);
    }
}
