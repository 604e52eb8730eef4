using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>
/// A certificate with its private key in a file for its owner only: <c>.pem</c>, or <c>.pfx</c> without a password. The key never leaves this machine;
/// the directory gets the certificate (https://learn.microsoft.com/entra/identity-platform/certificate-credentials).
/// </summary>
internal static class CertificateFile
{
    private const int KeyBits = 3072;

    /// <summary>For clocks that differ.</summary>
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    /// <returns>The certificate; null when there is no such file.</returns>
    /// <exception cref="UsageException">There is one, and it cannot be used.</exception>
    public static X509Certificate2? Read(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var certificate = IsPem(path) ? X509Certificate2.CreateFromPemFile(path) : X509CertificateLoader.LoadPkcs12FromFile(path, password: null);
            return certificate.HasPrivateKey ? certificate : throw new CryptographicException();
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} holds no certificate with a private key that can be read, and is not overwritten: name another file with --certificate-file.");
        }
    }

    /// <summary>Makes one. What is there is never overwritten.</summary>
    /// <exception cref="IOException">A file is there, or it cannot be written.</exception>
    public static X509Certificate2 Create(string path, string name, DateTimeOffset now, int days)
    {
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        var certificate = request.CreateSelfSigned(now - Backdated, now.AddDays(days));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (IsPem(path)) OwnerOnlyFile.Create(path, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        else OwnerOnlyFile.Create(path, certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password: null));
        return certificate;
    }

    /// <summary>The next name beside a file that is taken: <c>app-2.pem</c> beside <c>app.pem</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isTaken">Whether a name cannot be used.</param>
    public static string Next(string path, Predicate<string> isTaken)
    {
        var (stem, extension) = (Path.ChangeExtension(path, extension: null), Path.GetExtension(path));
        for (var number = 2; ; number++)
            if ($"{stem}-{number}{extension}" is var next && !isTaken(next)) return next;
    }

    private static bool IsPem(string path) => Path.GetExtension(path).Equals(".pem", StringComparison.OrdinalIgnoreCase);
}
