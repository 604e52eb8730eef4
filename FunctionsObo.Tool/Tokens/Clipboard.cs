using System.ComponentModel;
using System.Diagnostics;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Tokens;

/// <summary>The clipboard of this desktop, by the program that the desktop has for it. The text goes by standard input, which no list of processes shows.</summary>
internal sealed class Clipboard
{
    private readonly string _program;
    private readonly string[] _arguments;

    private Clipboard(string program, string[] arguments) => (_program, _arguments) = (program, arguments);

    /// <param name="variables">The environment: PATH, and which desktop there is.</param>
    /// <returns>Null where there is none, as in a session without a desktop.</returns>
    public static Clipboard? Find(IReadOnlyDictionary<string, string> variables)
    {
        var isThere = variables.ContainsKey;
        IEnumerable<(bool IsMeant, string Name, string[] Arguments)> programs =
        [
            (OperatingSystem.IsWindows(), "clip.exe", []),
            (OperatingSystem.IsMacOS(), "pbcopy", []),
            (isThere("WAYLAND_DISPLAY"), "wl-copy", ["--sensitive"]),
            (isThere("DISPLAY"), "xclip", ["-selection", "clipboard"]),
        ];
        var folders = variables.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return programs.Where(program => program.IsMeant)
            .SelectMany(program => folders.Select(folder => Path.Combine(folder, program.Name)).Where(File.Exists).Select(file => new Clipboard(file, program.Arguments)))
            .FirstOrDefault();
    }

    /// <exception cref="UsageException">The program fails.</exception>
    public async Task CopyAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(_program, _arguments) { RedirectStandardInput = true, UseShellExecute = false })!;
            await process.StandardInput.WriteAsync(text.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode == 0) return;
        }
        catch (Exception failed) when (failed is Win32Exception or IOException)
        {
            // Said below, as when it ends with an error.
        }

        throw new UsageException($"{Path.GetFileName(_program)} did not take the token: write it to a file instead, or use --show.");
    }
}
