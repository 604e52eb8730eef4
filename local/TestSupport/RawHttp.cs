using System.Globalization;
using FunctionsObo.Authentication;

namespace TestSupport;

/// <summary>Requests that no HTTP client would send, byte by byte.</summary>
internal static class RawHttp
{
    /// <summary>GET of the probe for users and apps with these header lines; each character is one byte (Latin-1).</summary>
    /// <returns>The status, and the whole response as text.</returns>
    public static Task<(int Status, string Text)> SendAsync(Stack stack, params IEnumerable<string> headers) =>
        SendRequestAsync(stack, $"GET /api/for-both HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    /// <summary>Sends this request, and reads until the server closes.</summary>
    public static async Task<(int Status, string Text)> SendRequestAsync(Stack stack, string request)
    {
        var text = await RawSocket.SendAsync(stack.Local.FunctionAppAddress!, request);
        return (int.Parse(text.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture), text);
    }
}
