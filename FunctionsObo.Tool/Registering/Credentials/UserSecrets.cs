using System.Text.Json;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>
/// The user secrets of a project (https://learn.microsoft.com/aspnet/core/security/app-secrets), by the SDK's own command, which takes values from standard
/// input: arguments are for everybody to read.
/// </summary>
internal static class UserSecrets
{
    /// <returns>The value; null when there is none.</returns>
    /// <exception cref="UsageException">The project has no user secrets.</exception>
    public static async Task<string?> GetAsync(string project, string key, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync(project, ["list", "--json"], null, cancellationToken);
        if (exitCode != 0) throw new UsageException($"{project} has no user secrets: run 'dotnet user-secrets init --project {project}' first. Nothing was changed.");
        var (start, end) = (output.IndexOf('{', StringComparison.Ordinal), output.LastIndexOf('}'));
        if (start < 0 || end < start) return null;
        using var secrets = JsonDocument.Parse(output[start..(end + 1)]);
        return secrets.RootElement.EnumerateObject().Where(one => one.Name.Equals(key, StringComparison.OrdinalIgnoreCase)).Select(one => one.Value.GetString()).FirstOrDefault();
    }

    /// <exception cref="IOException">They cannot be written.</exception>
    public static async Task SetAsync(string project, string key, string value)
    {
        var json = JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { [key] = value });
        var (exitCode, _) = await RunAsync(project, ["set"], json, CancellationToken.None);
        if (exitCode != 0) throw new IOException($"'dotnet user-secrets set' ended with exit code {exitCode}.");
    }

    private static async Task<(int ExitCode, string Out)> RunAsync(string project, string[] args, string? input, CancellationToken cancellationToken) =>
        await Programs.RunAsync(Environment.CurrentDirectory, "dotnet", ["user-secrets", .. args, "--project", project], input, cancellationToken)
        ?? throw new UsageException("The command 'dotnet' is not there: user secrets need the .NET SDK.");
}
