using System.Security.Cryptography.X509Certificates;

namespace DevStack.Startup;

/// <summary>
/// The emulator's certificate in a file of its own, for processes to trust: OpenSSL reads SSL_CERT_FILE, which is what .NET asks on Linux. On other systems the
/// certificate has to be in the user's store.
/// </summary>
internal sealed class TrustFile : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-");

    public TrustFile(X509Certificate2 certificate)
    {
        var file = Path.Combine(_folder.FullName, "emulator.pem");
        File.WriteAllText(file, certificate.ExportCertificatePem());
        Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["SSL_CERT_FILE"] = file };
    }

    /// <summary>For the environment of such a process.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
