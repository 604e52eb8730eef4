using System.Collections;
using Spectre.Console;

namespace FunctionsObo.Tool.Output;

/// <summary>All that the tool knows of the world around it. Data goes to <see cref="Out"/>, talk to <see cref="Error"/>.</summary>
internal sealed record Terminal
{
    public required TextReader In { get; init; }

    /// <summary>Whether the input comes from a file or a program, not from a keyboard.</summary>
    public required bool InputIsRedirected { get; init; }

    /// <summary>Whether the output goes to a file or a program, not to somebody's eyes.</summary>
    public required bool OutputIsRedirected { get; init; }

    /// <summary>Whether <see cref="Error"/> goes to a file or a program.</summary>
    public required bool ErrorIsRedirected { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Where files without a path are.</summary>
    public required string Folder { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Asks for a yes.</summary>
    /// <param name="question">What will be done.</param>
    /// <param name="isAnswered">Whether <c>--yes</c> answered already.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="UsageException">Nobody is there to be asked.</exception>
    public async Task<bool> ConfirmAsync(string question, bool isAnswered, CancellationToken cancellationToken)
    {
        if (isAnswered) return true;
        if (InputIsRedirected) throw new UsageException($"{question} Nobody is there to answer: add --yes.");
        await Error.WriteAsync($"{question} [y/N] ".AsMemory(), cancellationToken);
        return (await Task.Run(In.ReadLine, cancellationToken).WaitAsync(cancellationToken))?.Trim() is "y" or "Y" or "yes" or "Yes";
    }

    /// <summary>For tables and colours: to <see cref="Out"/>, plain where nobody looks, or where NO_COLOR or TERM=dumb ask for it.</summary>
    public IAnsiConsole Screen()
    {
        var isPlain = OutputIsRedirected || Variables.GetValueOrDefault("NO_COLOR") is { Length: > 0 } || Variables.GetValueOrDefault("TERM") == "dumb";
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        if (OutputIsRedirected) screen.Profile.Width = 160;
        return screen;
    }

    public static Terminal OfThisProcess() => new()
    {
        In = Console.In,
        InputIsRedirected = Console.IsInputRedirected,
        OutputIsRedirected = Console.IsOutputRedirected,
        ErrorIsRedirected = Console.IsErrorRedirected,
        Out = Console.Out,
        Error = Console.Error,
        Variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(one => (string)one.Key, one => (string?)one.Value ?? "", StringComparer.Ordinal),
        Folder = Environment.CurrentDirectory,
        Time = TimeProvider.System,
    };
}

/// <summary>How results are written.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}

/// <summary>The command line, a file or the input cannot be used. The message is for people and holds no secret.</summary>
internal sealed class UsageException(string message) : Exception(message);
