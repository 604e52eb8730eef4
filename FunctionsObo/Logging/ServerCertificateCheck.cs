using System.Net.Http;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace FunctionsObo.Logging;

/// <summary>
/// Remembers which check a server's certificate failed, for which name and which certificate, where the framework's exception has only
/// a sentence. It accepts what the framework accepts, and nothing else.
/// </summary>
internal static class ServerCertificateCheck
{
    /// <summary>Explains what fails in this named client, whatever primary handler it ends up with; a check of the handler's own stays.</summary>
    public static IServiceCollection ExplainCertificates(this IServiceCollection services, string clientName) =>
        services.PostConfigure<HttpClientFactoryOptions>(clientName, static options => options.HttpMessageHandlerBuilderActions.Add(static builder =>
        {
            if (builder.PrimaryHandler is SocketsHttpHandler handler) handler.SslOptions.RemoteCertificateValidationCallback ??= Check;
        }));

    /// <exception cref="UntrustedServerException">The framework would not accept it.</exception>
    public static bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None
            ? true
            : throw new UntrustedServerException(errors, chain, (sender as SslStream)?.TargetHostName, certificate?.Subject);
}

/// <summary>A server's certificate was not accepted.</summary>
internal sealed class UntrustedServerException(SslPolicyErrors errors, X509Chain? chain, string? name, string? subject)
    : AuthenticationException("The server's certificate was not accepted.")
{
    public SslPolicyErrors Errors => errors;

    /// <summary>What is wrong in the chain, all together.</summary>
    public X509ChainStatusFlags Chain { get; } =
        chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, status) => all | status.Status) ?? X509ChainStatusFlags.NoError;

    /// <summary>The name that was asked for.</summary>
    public OwnName Name => OwnName.Of(name);

    /// <summary>Whose certificate it is, in the words of whoever issued it.</summary>
    public TheirText Subject => TheirText.Of(subject);
}
