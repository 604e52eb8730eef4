using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Workbench.Server;

/// <summary>The files of the page, which are in this assembly.</summary>
internal static class Assets
{
    /// <summary>Where a sign-in answers.</summary>
    public const string RedirectPage = "/redirect.html";

    private static readonly FrozenDictionary<string, Asset> All = ReadAll();

    /// <summary>The file that a request is for, or null.</summary>
    public static Asset? Find(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? All.GetValueOrDefault(request.Path == "/" ? "/index.html" : request.Path.Value!) : null;

    private static FrozenDictionary<string, Asset> ReadAll()
    {
        var assembly = typeof(Assets).Assembly;
        return assembly.GetManifestResourceNames().ToFrozenDictionary(
            name => $"/{name.Replace('\\', '/')}",
            name =>
            {
                using var resource = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[resource.Length];
                resource.ReadExactly(bytes);
                return new Asset(bytes, TypeOf(name));
            },
            StringComparer.Ordinal);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
}

/// <summary>One file.</summary>
internal sealed class Asset(byte[] content, string type)
{
    private readonly EntityTagHeaderValue _version = new($"\"{Convert.ToHexString(SHA256.HashData(content), 0, 8)}\"");

    /// <summary>A browser asks each time, and gets the content only when it is another: after a new build at once.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = _version;
        headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(_version, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }
}
