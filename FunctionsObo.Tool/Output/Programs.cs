using System.ComponentModel;
using System.Diagnostics;

namespace FunctionsObo.Tool.Output;

/// <summary>Runs other programs. What is secret goes to them by standard input only, as everybody may read arguments.</summary>
internal static class Programs
{
    /// <returns>The exit code and standard output; null when there is no such program.</returns>
    public static async Task<(int ExitCode, string Out)?> RunAsync(string folder, string program, IEnumerable<string> args, string? input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var running = Process.Start(start)!;
            var (output, error) = (running.StandardOutput.ReadToEndAsync(cancellationToken), running.StandardError.ReadToEndAsync(cancellationToken));
            if (input is not null) await running.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            running.StandardInput.Close();
            await Task.WhenAll(output, error, running.WaitForExitAsync(cancellationToken));
            return (running.ExitCode, await output);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
