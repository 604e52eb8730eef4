using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Local.Tests.Clients.Runtimes;

/// <summary>A headless browser that scripts connect to, each with a context (cookies, storage) of its own.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly NodeScript _server;

    private Chromium(NodeScript server, string endpoint) => (_server, Endpoint) = (server, endpoint);

    /// <summary>Where scripts connect to: their input's <c>browser</c>.</summary>
    public string Endpoint { get; }

    /// <param name="trusted">Certificates that it takes besides those of all. By their keys: it is as strict with any other as a browser is.</param>
    public static async Task<Chromium> StartAsync(params X509Certificate2[] trusted)
    {
        var server = NodeScript.Start("browser/serve.mjs", new { Program = InstalledChromium.Program, Keys = trusted.Select(KeyHash) });
        return new Chromium(server, (await server.AnswerAsync()).GetProperty("endpoint").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.EndAsync();
        _server.Dispose();
    }

    private static string KeyHash(X509Certificate2 certificate) => Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
}
