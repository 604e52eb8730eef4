using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Tests.Exports;

/// <summary>Takes whatever an exporter sends over HTTP, and keeps the bytes.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<Export> _exports = new();
    private readonly SemaphoreSlim _arrived = new(0);

    private Receiver(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.Single());

    /// <summary>What has arrived, in order.</summary>
    public IReadOnlyList<Export> Exports => [.. _exports];

    /// <summary>Starts it.</summary>
    /// <param name="grpc">Whether it is spoken to by gRPC, and not by plain HTTP.</param>
    public static async Task<Receiver> StartAsync(bool grpc = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var receiver = new Receiver(builder.Build());
        receiver._server.Run(receiver.TakeAsync);
        await receiver._server.StartAsync();
        return receiver;
    }

    /// <summary>Waits until all of these texts have arrived, in whatever export.</summary>
    public async Task HasAsync(params string[] texts)
    {
        while (!texts.All(text => _exports.Any(export => System.Text.Encoding.UTF8.GetString(export.Body).Contains(text, StringComparison.Ordinal)))) await _arrived.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task TakeAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await using (var sent = http.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body)
            await sent.CopyToAsync(body);
        _exports.Enqueue(new Export(http.Request.Path, http.Request.ContentType, body.ToArray(), http.Request.Headers.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        _arrived.Release();
        if (http.Request.ContentType is "application/grpc")
        {
            http.Response.ContentType = http.Request.ContentType;
            await http.Response.Body.WriteAsync(new byte[5]); // an empty message
            http.Response.AppendTrailer("grpc-status", "0");
            return;
        }

        http.Response.ContentType = http.Request.ContentType?.Contains("protobuf", StringComparison.Ordinal) is true ? "application/x-protobuf" : "application/json";
        if (http.Request.Path.Value!.EndsWith("/track", StringComparison.Ordinal))
            await http.Response.WriteAsync("""{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""");
    }
}

/// <summary>One request of an exporter.</summary>
internal sealed record Export(string Path, string? ContentType, byte[] Body, IReadOnlyDictionary<string, string> Header);
