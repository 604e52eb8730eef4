using System.Security.Cryptography.X509Certificates;

namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>One credential of the app, in hand. Never printed.</summary>
internal sealed record AppCredential(string? Secret = null, X509Certificate2? Certificate = null, string? AssertionFile = null)
{
    public override string ToString() => Secret is not null ? "a client secret" : Certificate is not null ? "a certificate" : "an assertion";
}
