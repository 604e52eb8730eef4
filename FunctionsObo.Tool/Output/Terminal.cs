using System.Collections;

namespace FunctionsObo.Tool.Output;

/// <summary>All that the tool knows of the world around it. Data goes to <see cref="Out"/>, talk to <see cref="Error"/>.</summary>
internal sealed record Terminal
{
    public required TextReader In { get; init; }

    /// <summary>Whether the input comes from a file or a program, not from a keyboard.</summary>
    public required bool InputIsRedirected { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Where files without a path are.</summary>
    public required string Folder { get; init; }

    public required TimeProvider Time { get; init; }

    public static Terminal OfThisProcess() => new()
    {
        In = Console.In,
        InputIsRedirected = Console.IsInputRedirected,
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

/// <summary>What the exit code says.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The command line, a file or the input cannot be used.</summary>
    public const int Usage = 1;

    /// <summary>Something is wrong with what was looked at.</summary>
    public const int Findings = 2;

    /// <summary>Ctrl+C.</summary>
    public const int Cancelled = 130;
}

/// <summary>The command line, a file or the input cannot be used. The message is for people and holds no secret.</summary>
internal sealed class UsageException(string message) : Exception(message);
