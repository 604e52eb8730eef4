using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Explaining;

/// <summary>What is to be explained: from the arguments, a file or standard input.</summary>
internal static class Input
{
    private const int Longest = 1 << 20;

    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public static async Task<string> ReadAsync(Terminal terminal, string[] words, string? file, CancellationToken cancellationToken)
    {
        var text = words.Length > 0 ? string.Join(' ', words)
            : file is not null ? await ReadFileAsync(Path.Combine(terminal.Folder, file), file, cancellationToken)
            : terminal.InputIsRedirected ? await ReadAsync(terminal.In, cancellationToken)
            : throw new UsageException("Nothing to explain: give a text, --file, or standard input. See functions-obo explain --help.");
        return text.Length <= Longest ? text : throw new UsageException("The input is too large: at most 1 MiB is read. Give the part that matters.");
    }

    private static async Task<string> ReadFileAsync(string path, string name, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(path);
            return await ReadAsync(reader, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name} cannot be read: see that it is there, and who may read it.");
        }
    }

    /// <summary>As much as is taken, and one character more. The console's reader blocks whoever asks it, and Ctrl+C must not wait for it.</summary>
    private static Task<string> ReadAsync(TextReader reader, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var text = new char[Longest + 1];
            return new string(text, 0, reader.ReadBlock(text, 0, text.Length));
        },
        CancellationToken.None).WaitAsync(cancellationToken);
}
