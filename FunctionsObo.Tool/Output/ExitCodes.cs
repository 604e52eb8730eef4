namespace FunctionsObo.Tool.Output;

/// <summary>What the exit code says.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The command line, a file or the input cannot be used.</summary>
    public const int Usage = 1;

    /// <summary>Something is wrong with what was looked at.</summary>
    public const int Findings = 2;

    /// <summary>Done but for a consent that somebody else has to give.</summary>
    public const int ConsentPending = 3;

    /// <summary>The identity platform or the directory refuses: rights, or a policy.</summary>
    public const int Refused = 4;

    /// <summary>The identity platform or the directory cannot be reached, or does not answer.</summary>
    public const int Unreachable = 5;

    /// <summary>With <c>--dry-run</c>: something would be changed.</summary>
    public const int WouldChange = 6;

    /// <summary>Ctrl+C.</summary>
    public const int Cancelled = 130;
}
