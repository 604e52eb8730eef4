using System.Net.Sockets;

namespace FunctionsHost.Http;

/// <summary>
/// A worker's own web server can come up a little after its functions are loaded. A connection that is refused meanwhile is tried
/// again, as often and in the same steps as Azure's host does; nothing has been sent yet, so no request is sent twice.
/// </summary>
internal static class PatientConnection
{
    private const int Retries = 10;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(250);

    public static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var delay = FirstDelay;
        for (var retry = 0; ; retry++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused && retry < Retries)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            await Task.Delay(delay, TimeProvider.System, cancellationToken);
            delay = TimeSpan.FromTicks(Math.Min(2 * delay.Ticks, LongestDelay.Ticks));
        }
    }
}
