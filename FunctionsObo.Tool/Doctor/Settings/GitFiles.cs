using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Doctor.Settings;

/// <summary>What git says about a file.</summary>
internal static class GitFiles
{
    /// <summary>Git's exit code where there is no repository.</summary>
    private const int NoRepository = 128;

    /// <returns>Null when there is no git to ask.</returns>
    public static async Task<bool?> IsTrackedAsync(string path, CancellationToken cancellationToken) =>
        (await Programs.RunAsync(Path.GetDirectoryName(path)!, "git", ["ls-files", "--error-unmatch", "--", Path.GetFileName(path)], null, cancellationToken))?.ExitCode switch
        {
            0 => true,
            1 or NoRepository => false,
            _ => null,
        };
}
