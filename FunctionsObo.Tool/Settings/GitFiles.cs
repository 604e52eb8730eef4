using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Settings;

/// <summary>What git says about a file with secrets.</summary>
internal static class GitFiles
{
    /// <summary>Git's exit code where there is no repository.</summary>
    private const int NoRepository = 128;

    /// <returns>Null when there is no git to ask.</returns>
    public static async Task<bool?> IsTrackedAsync(string path, CancellationToken cancellationToken) =>
        await AskAsync(path, ["ls-files", "--error-unmatch", "--", Path.GetFileName(path)], cancellationToken) switch
        {
            0 => true,
            1 or NoRepository => false,
            _ => null,
        };

    /// <returns>Whether the next commit could take it along: git does not ignore it.</returns>
    public static async Task<bool> IsExposedAsync(string path, CancellationToken cancellationToken) =>
        await AskAsync(path, ["check-ignore", "--quiet", "--", path], cancellationToken) == 1;

    private static async Task<int?> AskAsync(string path, string[] arguments, CancellationToken cancellationToken) =>
        (await Programs.RunAsync(Path.GetDirectoryName(path)!, "git", arguments, null, cancellationToken))?.ExitCode;
}
