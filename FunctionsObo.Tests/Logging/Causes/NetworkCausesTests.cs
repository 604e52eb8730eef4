using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using EntraEmulator;
using FunctionsObo.Registration;
using FunctionsObo.Testing;
using FunctionsObo.Tests.OnBehalfOf.Credentials;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace FunctionsObo.Tests.Logging.Causes;

/// <summary>What is wrong in the network is produced on real sockets; the one line in the log names it, with host and port.</summary>
public sealed class NetworkCausesTests
{
    [Fact]
    public async Task A_name_that_nobody_has() =>
        Assert.StartsWith("A call to Graph failed: Unreachable (nowhere.invalid:443: its name is not known (DNS)", await LineAsync("https://nowhere.invalid/"), StringComparison.Ordinal);

    [Fact]
    public async Task A_port_where_nothing_listens()
    {
        var server = new RawServer();
        var port = server.Port;
        await server.DisposeAsync();

        Assert.Contains($"(127.0.0.1:{port}: it refuses the connection", await LineAsync($"http://127.0.0.1:{port}/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_ends_too_early()
    {
        await using var server = new RawServer();

        Assert.Matches($@"\(127\.0\.0\.1:{server.Port}: (it ended the connection before its answer was complete|the connection was reset)", await LineAsync($"http://127.0.0.1:{server.Port}/"));
    }

    [Fact]
    public async Task Another_protocol()
    {
        await using var server = new RawServer("220 mail.example ESMTP\r\n");

        Assert.Contains("its answer is none that can be used", await LineAsync($"http://127.0.0.1:{server.Port}/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_tls_where_tls_is_spoken()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\n\r\n");

        Assert.Contains($"(127.0.0.1:{server.Port}: TLS failed: no common protocol or cipher, or it is no TLS", await LineAsync($"https://127.0.0.1:{server.Port}/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_this_machine_does_not_trust()
    {
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });

        var line = await LineAsync(emulator.Address.AbsoluteUri);

        Assert.Contains($"(localhost:{emulator.Address.Port}: TLS failed: its certificate is from nobody that this machine trusts (UntrustedRoot)", line, StringComparison.Ordinal);
        Assert.Contains("asked for localhost, and the certificate's subject is \"CN=EntraEmulator\" (theirs)", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_name()
    {
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });

        var line = await LineAsync("https://other.example/", () => ToLoopback(emulator.CreateHandler(), emulator.Address.Port));

        Assert.Contains("(other.example:443: TLS failed: its certificate is for another name; asked for other.example, and the certificate's subject is \"CN=EntraEmulator\" (theirs)", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_has_expired()
    {
        using var expired = TestCertificates.Create("old.example", TimeSpan.FromDays(-1));
        await using var server = new RawServer(certificate: expired);

        // Its name is another one too, which is told first: the check of the name is left out, as an app's own handler may do.
        var line = await LineAsync("https://old.example/", () => ToLoopback(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = Trusting(expired) } }, server.Port));

        Assert.Contains("TLS failed: its certificate has expired, or is not valid yet; asked for old.example", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_refuses()
    {
        await using var proxy = new RawServer("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");

        var line = await LineAsync("https://orders.example/", () => new SocketsHttpHandler { Proxy = new WebProxy($"http://127.0.0.1:{proxy.Port}") });

        Assert.Contains("(orders.example:443: the proxy does not let it through: it answered 407", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_in_time()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(new() { Settings = { ["DownstreamApis:Graph:Retry:MaxRetryAttempts"] = "0" } });
        app.Api("Graph").Get("me").After(TimeSpan.FromHours(1)).Answers(HttpStatusCode.OK);
        var call = app.ClientFor("alice", "access_as_user").GetAsync("me");
        await Eventually.TrueAsync(() => app.Api("Graph").Requests.Count == 1);
        app.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.GatewayTimeout, (await call).StatusCode);
        Assert.Matches(@"^A call to Graph failed: TimedOut \(graph\.test:443: no answer in time, after 30 s", app.Line("DownstreamFailed"));
    }

    [Fact]
    public async Task An_identity_platform_with_a_name_that_nobody_has()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(IdentityPlatformBy(() => new SocketsHttpHandler { UseProxy = false }));

        var answer = await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Matches(@"metadata unavailable: https://\w+\.test:\d+/[0-9a-f-]+ cannot be reached, or does not give it: \w+\.test:\d+: its name is not known \(DNS\)", app.Logs.GetSnapshot().First(log => log.Id.Name == "MetadataUnavailable").Message);
        Assert.StartsWith("Request to Me not answered: the identity platform's keys cannot be fetched", app.Line("TokenNotChecked"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_platform_with_a_certificate_that_this_machine_does_not_trust()
    {
        var port = 0;
        await using var app = await ProtectedFunctions.StartAsync<Program>(IdentityPlatformBy(() => ToLoopback(new SocketsHttpHandler { UseProxy = false }, port)));

        await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.Matches(
            @"\.test:\d+: TLS failed: its certificate is from nobody that this machine trusts \(UntrustedRoot\).*; asked for \w+\.test, and the certificate's subject is ""CN=EntraEmulator"" \(theirs\)",
            app.Logs.GetSnapshot().First(log => log.Id.Name == "MetadataUnavailable").Message);
    }

    private static TestAppOptions IdentityPlatformBy(Func<SocketsHttpHandler> handler) => new()
    {
        ConfigureServices = services => services.AddHttpClient(IdentityPlatform.HttpClientName).ConfigurePrimaryHttpMessageHandler(handler),
    };

    /// <summary>What is logged when Graph is at this address.</summary>
    private static async Task<string> LineAsync(string address, Func<SocketsHttpHandler>? handler = null)
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(new()
        {
            Settings = { ["DownstreamApis:Graph:BaseUrl"] = address, ["DownstreamApis:Graph:Retry:MaxRetryAttempts"] = "0" },
            ConfigureServices = services => services.AddHttpClient("Graph").ConfigurePrimaryHttpMessageHandler(handler ?? (() => new SocketsHttpHandler { UseProxy = false })),
        });
        await app.ClientFor("alice", "access_as_user").GetAsync("me");
        return app.Line("DownstreamFailed");
    }

    /// <summary>Whatever the name and the port: 0 for the port that was asked for.</summary>
    private static SocketsHttpHandler ToLoopback(SocketsHttpHandler handler, int port)
    {
        handler.UseProxy = false;
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port == 0 ? context.DnsEndPoint.Port : port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        return handler;
    }

    private static X509ChainPolicy Trusting(X509Certificate2 certificate) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { certificate },
        RevocationMode = X509RevocationMode.NoCheck,
        VerificationFlags = X509VerificationFlags.IgnoreInvalidName,
    };
}
