using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;

namespace FunctionApp.OnBehalfOf.Credentials;

/// <summary>A credential that was loaded: a secret, a certificate, or a file with a signed assertion. its text names its kind alone.</summary>
internal abstract class ClientCredential
{
    public abstract void ApplyTo(ConfidentialClientApplicationBuilder builder);

    public sealed class Secret(string value) : ClientCredential
    {
        public override void ApplyTo(ConfidentialClientApplicationBuilder builder) => builder.WithClientSecret(value);

        public override string ToString() => "client secret";
    }

    public sealed class Certificate(X509Certificate2 certificate, bool sendX5C) : ClientCredential
    {
        public override void ApplyTo(ConfidentialClientApplicationBuilder builder) => builder.WithCertificate(certificate, sendX5C);

        public override string ToString() => $"certificate {certificate.Thumbprint}";
    }

    /// <summary>The platform rewrites the file before its assertion expires, so it is read for every request.</summary>
    public sealed class AssertionFile(string path) : ClientCredential
    {
        public override void ApplyTo(ConfidentialClientApplicationBuilder builder) => builder.WithClientAssertion(
            async options => (await File.ReadAllTextAsync(path, options.CancellationToken)).Trim());

        public override string ToString() => "signed assertion file";
    }
}
