using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FunctionsObo.Tests.Logging.Causes;

/// <summary>A server that says the same to everybody, and hangs up.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly byte[] _says;
    private readonly Task _serving;

    public RawServer(string says = "", X509Certificate2? certificate = null)
    {
        (_says, _certificate) = (Encoding.ASCII.GetBytes(says), certificate);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Without TLS.</summary>
    public Uri Address => new($"http://localhost:{Port}/");

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => _serving);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var connection = await _listener.AcceptTcpClientAsync();
            try
            {
                await AnswerAsync(connection.GetStream());
            }
            catch (Exception broken) when (broken is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client did not like it, as it should.
            }
        }
    }

    private async Task AnswerAsync(Stream stream)
    {
        if (_certificate is not null)
        {
            using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(_certificate);
            return;
        }

        Assert.NotEqual(0, await stream.ReadAsync(new byte[4096]));
        await stream.WriteAsync(_says);
    }
}
