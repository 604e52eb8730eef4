using System.Net.Sockets;
using System.Text;

namespace TestSupport;

/// <summary>Sends what no HTTP client would; each character is one byte (Latin-1).</summary>
internal static class RawSocket
{
    /// <returns>Everything that came back until the server closed.</returns>
    public static async Task<string> SendAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
