using System.Net;
using System.Net.Sockets;
using EntraEmulator;
using FunctionsObo.Logging;

namespace FunctionsObo.Tests.Logging;

public sealed class NetworkFaultTests
{
    [Fact]
    public async Task A_port_where_nothing_listens_refuses()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.StartsWith("it refuses the connection", await FaultAsync($"http://127.0.0.1:{port}/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_not_known() =>
        Assert.Equal("its name is not known (DNS)", await FaultAsync("http://nowhere.invalid/"));

    [Fact]
    public async Task A_certificate_of_nobodys_trust_is_named_as_that()
    {
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });

        Assert.StartsWith("TLS failed: its certificate is from nobody that this machine trusts", await FaultAsync(emulator.Address.AbsoluteUri), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_named_as_that()
    {
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });
        using var handler = emulator.CreateHandler();
        using var client = new HttpClient(handler);
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, emulator.Address.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };

        Assert.Equal("TLS failed: its certificate is for another name", await FaultAsync("https://other.example/", client));
    }

    [Fact]
    public async Task What_speaks_no_tls_is_named_as_that() =>
        Assert.StartsWith("TLS failed: ", await FaultOfServerAsync("https", "HTTP/1.1 200 OK\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task A_connection_that_ends_before_its_answer_is_named_as_that() =>
        Assert.Contains(await FaultOfServerAsync("http", ""), (IEnumerable<string>)["it ended the connection before its answer was complete", "the connection was reset"]);

    [Fact]
    public async Task What_answers_in_another_protocol_is_named_as_that() =>
        Assert.Equal("its answer is no HTTP", await FaultOfServerAsync("http", "220 mail.example ESMTP\r\n"));

    [Fact]
    public void What_ran_out_of_time_had_no_answer() => Assert.All<Exception>(
        [new TaskCanceledException(), new IOException("x", new SocketException((int)SocketError.OperationAborted))],
        failure => Assert.Equal("no answer in time", $"{NetworkFault.Of(new InvalidOperationException("x", failure))}"));

    [Fact]
    public void Nothing_of_the_network_is_nothing() => Assert.Null(NetworkFault.Of(new InvalidOperationException("secret")));

    [Fact]
    public void A_message_of_others_is_not_repeated() =>
        Assert.DoesNotContain("secret", $"{NetworkFault.Of(new HttpRequestException("secret", new IOException("secret")))}", StringComparison.Ordinal);

    private static async Task<string> FaultAsync(string address, HttpClient? client = null)
    {
        using var own = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return NetworkFault.Of(await Assert.ThrowsAsync<HttpRequestException>(() => (client ?? own).GetAsync(new Uri(address)))).ToString()!;
    }

    /// <summary>A server that says the same to everybody, and hangs up.</summary>
    private static async Task<string> FaultOfServerAsync(string scheme, string says)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, System.Text.Encoding.ASCII.GetBytes(says));
        var fault = await FaultAsync($"{scheme}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        listener.Stop();
        await Assert.ThrowsAnyAsync<SocketException>(() => serving);
        return fault;
    }

    /// <summary>Until it is stopped: clients try again.</summary>
    private static async Task ServeAsync(TcpListener listener, byte[] says)
    {
        while (true)
        {
            using var connection = await listener.AcceptTcpClientAsync();
            Assert.NotEqual(0, await connection.GetStream().ReadAsync(new byte[4096]));
            await connection.GetStream().WriteAsync(says);
        }
    }
}
