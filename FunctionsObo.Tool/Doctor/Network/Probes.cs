using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using FunctionsObo.Logging;
using FunctionsObo.Registration;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Doctor.Network;

/// <summary>Asks each address once, without a token.</summary>
internal sealed class Probes(Reach reach, Terminal terminal)
{
    private const int MostBytes = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Uri, Lazy<Task<Probe>>> _probes = new();

    /// <summary>The identity platform, by the tenant's metadata.</summary>
    public Task<Probe> PlatformAsync(AzureAdOptions registration, CancellationToken cancellationToken) =>
        OfAsync("AzureAd:Instance", new Uri(new Uri(registration.Instance), $"{registration.TenantId}/v2.0/.well-known/openid-configuration"), cancellationToken);

    /// <summary>A downstream API, by its base address.</summary>
    public Task<Probe> ApiAsync(NamedApi api, CancellationToken cancellationToken) =>
        OfAsync($"DownstreamApis:{api.Name}:BaseUrl", new Uri(api.Options.BaseUrl), cancellationToken);

    /// <summary>The endpoint of the managed identity.</summary>
    public Task<Probe> IdentityAsync(Uri endpoint, CancellationToken cancellationToken) => OfAsync("managed identity", endpoint, cancellationToken);

    /// <summary>The platform and the APIs.</summary>
    public async Task<IReadOnlyList<Probe>> AllAsync(Examination patient, CancellationToken cancellationToken) =>
        await Task.WhenAll(patient.Apis.Select(api => ApiAsync(api, cancellationToken)).Prepend(PlatformAsync(patient.Registration, cancellationToken)));

    private Task<Probe> OfAsync(string name, Uri address, CancellationToken cancellationToken) =>
        _probes.GetOrAdd(address, _ => new Lazy<Task<Probe>>(() => AskAsync(name, address, cancellationToken))).Value;

    private async Task<Probe> AskAsync(string name, Uri address, CancellationToken cancellationToken)
    {
        string? issuer = null;
        using var handler = reach.HandlerTo(address);
        handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            issuer = certificate?.Issuer;
            return ServerCertificateCheck.Check(sender, certificate, chain, errors);
        };
        using var http = new HttpClient(handler, disposeHandler: false) { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        var begun = terminal.Time.GetTimestamp();
        try
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var ahead = terminal.Time.GetUtcNow() - answer.Headers.Date;
            return new Probe(name, address) { Status = answer.StatusCode, Body = await ReadAsync(answer, cancellationToken), ClockAhead = ahead, CertificateIssuer = issuer };
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            return new Probe(name, address)
            {
                CertificateIssuer = issuer,
                Fault = FaultOf(failed),
                Cause = NetworkFault.Describe(failed, address, terminal.Time.GetElapsedTime(begun)).ToString(),
            };
        }
    }

    /// <summary>A body that breaks off is an answer all the same.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
            return await answer.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or InvalidOperationException or TaskCanceledException { InnerException: TimeoutException })
        {
            return "";
        }
    }

    private static ProbeFault FaultOf(Exception failed)
    {
        for (var cause = failed; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException: return ProbeFault.Tls;
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }: return ProbeFault.Tls;
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }: return ProbeFault.Proxy;
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }: return ProbeFault.Name;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery }: return ProbeFault.Name;
            }
        }

        return ProbeFault.Connection;
    }
}
