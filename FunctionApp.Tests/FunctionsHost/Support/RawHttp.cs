using System.Net.Sockets;
using System.Text;

namespace FunctionApp.Tests.FunctionsHost.Support;

/// <summary>Sends what no HTTP client would.</summary>
internal static class RawHttp
{
    /// <returns>Everything that came back until the server closed.</returns>
    public static async Task<string> SendAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }
}
