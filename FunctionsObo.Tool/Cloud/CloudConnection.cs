using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Cloud;

/// <summary>HTTP to the cloud. The emulator's certificate, which DevHost writes to a file, is trusted for the emulator and for nobody else.</summary>
internal static class CloudConnection
{
    /// <summary>Where DevHost leaves the certificate, in the folder or one above it.</summary>
    public const string CertificateFile = ".local/emulator.pem";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public static HttpClient Client(CloudAddresses addresses, Terminal terminal) =>
        new(new RequestTimeout(Handler(addresses, terminal), terminal.Time)) { Timeout = Timeout.InfiniteTimeSpan };

    public static SocketsHttpHandler Handler(CloudAddresses addresses, Terminal terminal)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectTimeout };
        if (!addresses.IsEmulator) return handler;

        // A proxy has nothing to do with what is on this machine.
        handler.UseProxy = false;
        if (Certificate(terminal.Folder) is { } certificate)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        return handler;
    }

    private static X509Certificate2? Certificate(string folder)
    {
        for (var place = new DirectoryInfo(Path.GetFullPath(folder)); place is not null; place = place.Parent)
        {
            var file = Path.Combine(place.FullName, CertificateFile);
            if (!File.Exists(file)) continue;
            try
            {
                return X509Certificate2.CreateFromPem(File.ReadAllText(file));
            }
            catch (Exception broken) when (broken is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"{file} is no certificate that can be read: delete it and start DevHost again, which writes it.");
            }
        }

        return null;
    }
}
