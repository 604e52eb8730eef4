using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace FunctionsObo.Tool.Cloud;

/// <summary>Signs the app itself in, to see whether a credential is good (the client credentials grant of https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).</summary>
internal sealed partial class AppSignIn(CloudAddresses addresses, HttpClient http, string tenant, string clientId)
{
    public Task<int?> TryAsync(string secret, CancellationToken cancellationToken) =>
        TryAsync(new ClientSecretCredential(tenant, clientId, secret, With(new ClientSecretCredentialOptions())), cancellationToken);

    public Task<int?> TryAsync(X509Certificate2 certificate, CancellationToken cancellationToken) =>
        TryAsync(new ClientCertificateCredential(tenant, clientId, certificate, With(new ClientCertificateCredentialOptions())), cancellationToken);

    /// <inheritdoc cref="TryAsync(TokenCredential, CancellationToken)"/>
    public Task<int?> TryAsync(Func<CancellationToken, Task<string>> assertion, CancellationToken cancellationToken) =>
        TryAsync(new ClientAssertionCredential(tenant, clientId, assertion, With(new ClientAssertionCredentialOptions())), cancellationToken);

    /// <returns>Null when a token was given, else the AADSTS number of the refusal.</returns>
    /// <exception cref="HttpRequestException">No answer that says anything about the credential.</exception>
    private async Task<int?> TryAsync(TokenCredential credential, CancellationToken cancellationToken)
    {
        try
        {
            await credential.GetTokenAsync(new TokenRequestContext([$"{addresses.GraphAudience}/.default"]), cancellationToken);
            return null;
        }
        catch (AuthenticationFailedException failed)
        {
            return NumberOf(failed) ?? throw new HttpRequestException("the token endpoint of the identity platform did not answer as one.", failed.GetBaseException());
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("the token endpoint of the identity platform did not answer in time.", late);
        }
    }

    /// <summary>The number stands in the text of an inner exception only.</summary>
    private static int? NumberOf(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            if (Number().Match(failure.Message) is { Success: true } match) return int.Parse(match.Groups["number"].Value);
        return null;
    }

    private T With<T>(T options)
        where T : TokenCredentialOptions
    {
        options.AuthorityHost = addresses.Authority;
        options.Transport = new HttpClientTransport(http);
        options.Retry.MaxRetries = 0; // who waits says so
        var isKnown = CloudAddresses.IsKnown(addresses.Authority);
        switch (options)
        {
            case ClientSecretCredentialOptions secret: secret.DisableInstanceDiscovery = !isKnown; break;
            case ClientCertificateCredentialOptions certificate: certificate.DisableInstanceDiscovery = !isKnown; break;
            case ClientAssertionCredentialOptions assertion: assertion.DisableInstanceDiscovery = !isKnown; break;
        }

        return options;
    }

    [GeneratedRegex(@"AADSTS(?<number>\d{3,9})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
