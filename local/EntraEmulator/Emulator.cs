using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EntraEmulator.Dev;
using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.Keys;
using EntraEmulator.Policies;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator;

/// <summary>
/// A strict stand-in for the Microsoft identity platform's v2.0 endpoints, on the loopback interface, over TLS with a certificate made at
/// the start. For development and tests: <c>/dev</c> hands out tokens of anybody.
/// </summary>
public sealed class Emulator : IAsyncDisposable
{
    private readonly EmulatorHost _host;

    private Emulator(EmulatorHost host) => _host = host;

    /// <value>Where it listens, with a slash at the end: <c>https://localhost:7443/</c>.</value>
    public Uri Address => _host.Urls.Address;

    /// <value>The public part of the TLS certificate, for clients to trust.</value>
    public X509Certificate2 Certificate => _host.Certificate;

    /// <summary>Tenants, users, applications and groups that it knows.</summary>
    public TenantDirectory Directory => _host.Directory;

    /// <value>The signing keys.</value>
    public KeyRing Keys => _host.Keys;

    /// <value>Conditional access policies.</value>
    public AccessPolicies Policies => _host.Policies;

    /// <value>Scripted answers.</value>
    public FaultScript Faults => _host.Faults;

    /// <value>Counts of requests.</value>
    public RequestStats Stats => _host.Stats;

    /// <value>The last requests to the token endpoint.</value>
    internal Latest<SeenTokenRequest> SeenTokenRequests => _host.SeenTokenRequests;

    /// <summary>Starts an emulator.</summary>
    /// <exception cref="IOException">The port is taken; the message names it.</exception>
    public static async Task<Emulator> StartAsync(EmulatorOptions? options = null, CancellationToken cancellationToken = default) =>
        new(await EmulatorHost.StartAsync(options ?? new EmulatorOptions(), cancellationToken));

    /// <summary>Issues a token to a developer, as <c>GET /dev/token</c> does.</summary>
    /// <exception cref="DevRequestException">A name is unknown; the message lists the known ones.</exception>
    public string IssueAccessToken(TokenRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _host.DevTokens.Issue(request);
    }

    /// <summary>Issues an access token of a user for FunctionApp.</summary>
    /// <exception cref="DevRequestException">The user is unknown; the message lists the known ones.</exception>
    public string IssueAccessToken(string user) => IssueAccessToken(new TokenRequest { User = user });

    /// <summary>Signs whatever it is given, as <c>POST /dev/sign</c> does.</summary>
    /// <exception cref="DevRequestException">The request names no header or payload, an unknown key or an unknown algorithm.</exception>
    public string Sign(SignRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _host.DevSigner.Sign(request);
    }

    /// <summary>Signs whatever it is given, as <c>POST /dev/sign</c> does with this body.</summary>
    /// <exception cref="DevRequestException">The body has unknown members, names no header or payload, an unknown key or an unknown algorithm.</exception>
    public string Sign(JsonElement request) => Sign(JsonSerializer.SerializeToNode(request)!.To<SignRequest>());

    /// <summary>A handler that trusts this emulator's certificate and no other, follows no redirects, and uses no proxy.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = Address.IsLoopback ? null : ConnectAsync,
        SslOptions =
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { Certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    /// <summary>A client of this emulator: see <see cref="CreateHandler"/>.</summary>
    public HttpClient CreateClient() => new(CreateHandler()) { BaseAddress = Address };

    /// <summary>Its host name is known to nobody; it is on this machine.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Revokes a user, as <c>POST /dev/users/{user}/revoke</c> does: sessions, refresh tokens and exchanges that began before are over (AADSTS50173), and APIs that take part in continuous access evaluation refuse tokens from before.</summary>
    /// <param name="user">The name, object id or mail; in each tenant that has one.</param>
    public void Revoke(string user)
    {
        foreach (var one in Directory.Users.Where(candidate => candidate.IsCalled(user))) _host.SignIns.Revoke(one);
    }

    /// <summary>Whether a user was revoked after a token was issued: what an API that takes part in continuous access evaluation asks.</summary>
    /// <param name="tenantId">The user's tenant.</param>
    /// <param name="objectId">The user.</param>
    /// <param name="sessionId">The token's <c>sid</c>, if it has one.</param>
    /// <param name="issuedAt">The token's <c>iat</c>.</param>
    /// <returns>When; null for a token that is good.</returns>
    public DateTimeOffset? RevokedSince(string tenantId, string objectId, string? sessionId, DateTimeOffset issuedAt) =>
        _host.SignIns.IsRevoked(tenantId, objectId, sessionId, TokenClaims.IssuedOn(issuedAt)) ? _host.SignIns.RevokedAt(tenantId, objectId) : null;

    /// <summary>Stops listening; requests that hang are aborted.</summary>
    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
