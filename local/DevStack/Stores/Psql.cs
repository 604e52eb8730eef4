using System.Diagnostics;

namespace DevStack.Stores;

/// <summary>PostgreSQL's own program for statements: a stack needs no driver for the few that it has.</summary>
internal static class Psql
{
    /// <summary>Runs statements as the administrator, up to the first that fails.</summary>
    /// <param name="programs">Where psql is.</param>
    /// <param name="server">Where they run.</param>
    /// <param name="statements">The statements, by a pipe: there may be a password in them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">One failed; the message has the server's words.</exception>
    public static async Task RunAsync(string programs, PostgreSqlServer server, string statements, CancellationToken cancellationToken)
    {
        using var psql = Process.Start(new ProcessStartInfo(
            Path.Combine(programs, "psql"),
            ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--host", "127.0.0.1", "--port", $"{server.Port}", "--username", PostgreSqlServer.Administrator, PostgreSqlServer.Administrator])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["PGPASSWORD"] = server.Password },
        })!;
        var (output, errors) = (psql.StandardOutput.ReadToEndAsync(cancellationToken), psql.StandardError.ReadToEndAsync(cancellationToken));
        await psql.StandardInput.WriteAsync(statements);
        psql.StandardInput.Close();
        await Task.WhenAll(output, errors);
        await psql.WaitForExitAsync(cancellationToken);
        if (psql.ExitCode != 0) throw new InvalidOperationException($"PostgreSQL's tables cannot be made: {(await errors).Trim()}");
    }
}
