using System.Security.Cryptography.X509Certificates;

namespace DevStack.Output;

/// <summary>The emulator's certificate (never its key) as PEM, in a folder that git ignores.</summary>
internal static class CertificateFile
{
    /// <summary>Writes it to <c>.local/emulator.pem</c> at the repository's top, or in the working directory outside of one.</summary>
    /// <returns>The file's full path.</returns>
    public static async Task<string> WriteAsync(X509Certificate2 certificate, string workingDirectory, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(WorkingCopy.TopOf(workingDirectory), ".local"));
        var file = Path.Combine(folder.FullName, "emulator.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem() + "\n", cancellationToken);
        return file;
    }
}
