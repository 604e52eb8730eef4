using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FunctionsHost.Http;

/// <summary><c>extensions.http.customHeaders</c> of host.json: on every response that has not set them itself.</summary>
internal static class CustomHeaders
{
    public static void Use(WebApplication app, IReadOnlyDictionary<string, string> headers)
    {
        if (headers.Count == 0) return;
        app.Use((http, next) =>
        {
            http.Response.OnStarting(() => AddTo(http.Response));
            return next(http);
        });

        Task AddTo(HttpResponse response)
        {
            foreach (var (name, value) in headers) response.Headers.TryAdd(name, value);
            return Task.CompletedTask;
        }
    }
}
