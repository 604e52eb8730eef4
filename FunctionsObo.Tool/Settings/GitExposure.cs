using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Settings;

/// <summary>Whether git would publish a file that holds a secret.</summary>
internal static class GitExposure
{
    /// <returns>The fix; null when git ignores the file, or has nothing to do with it.</returns>
    public static async Task<string?> WarningAsync(string path, CancellationToken cancellationToken)
    {
        const int NotIgnored = 1; // 128 outside of a repository
        return await Programs.RunAsync(Path.GetDirectoryName(path)!, "git", ["check-ignore", "--quiet", "--", path], null, cancellationToken) is (NotIgnored, _)
            ? $"git does not ignore {path}, which holds a secret: add it to .gitignore, and if it is tracked, 'git rm --cached' it."
            : null;
    }
}
