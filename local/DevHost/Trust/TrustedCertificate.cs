using System.Security.Cryptography.X509Certificates;

namespace DevHost.Trust;

/// <summary>Trust in exactly one self-signed server certificate, for one HTTP handler and nothing else on the machine.</summary>
internal static class TrustedCertificate
{
    /// <summary>A handler that connects only to servers presenting this very certificate. It follows no redirects.</summary>
    public static SocketsHttpHandler HandlerFor(X509Certificate2 certificate)
    {
        var expected = certificate.RawData;
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented is not null && presented.GetRawCertData().AsSpan().SequenceEqual(expected) },
        };
    }
}
