using System.Security.Cryptography.X509Certificates;
using DevStack.Startup;

namespace DevStack.Output;

/// <summary>The emulator's certificate (never its key) as PEM, in a folder that git ignores.</summary>
internal static class CertificateFile
{
    /// <summary>Writes it to <c>.local/emulator.pem</c> at the repository's top, or in the working directory outside of one.</summary>
    /// <returns>The file's full path.</returns>
    /// <exception cref="StartException">It cannot be written there.</exception>
    public static async Task<string> WriteAsync(X509Certificate2 certificate, string workingDirectory, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(WorkingCopy.TopOf(workingDirectory), ".local");
        var file = Path.Combine(folder, "emulator.pem");
        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(file, certificate.ExportCertificatePem() + "\n", cancellationToken);
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The emulator's certificate cannot be written to {file}. Make {folder} a folder that you may write to, or start from another folder.", failure);
        }
    }
}
