using DevStack.Startup;
using Microsoft.AspNetCore.Http;

namespace Workbench.Stack;

/// <summary>
/// Hands requests of the page on to the stack's own <c>/dev/*</c>: <c>/dev/emulator/…</c> to the emulator, <c>/dev/apis/{name}/…</c> to an API. So
/// the page can do what a command line can, and nothing else.
/// </summary>
internal sealed class DevForward(LocalStack stack) : IDisposable
{
    private static readonly PathString Emulator = "/emulator";

    private readonly HttpClient _emulator = stack.Emulator.CreateClient();
    private readonly HttpClient _apis = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    /// <param name="context">The request.</param>
    /// <param name="path">Its path behind <c>/dev</c>.</param>
    public async Task AnswerAsync(HttpContext context, PathString path)
    {
        if (Find(path) is not var (client, address))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync($"Known: /dev/emulator/…, {string.Join(", ", stack.Apis.Keys.Select(name => $"/dev/apis/{name}/…"))}.\n");
            return;
        }

        var request = context.Request;
        using var forwarded = new HttpRequestMessage(new HttpMethod(request.Method), new UriBuilder(address) { Query = request.QueryString.Value }.Uri);
        if (!HttpMethods.IsGet(request.Method)) forwarded.Content = new StreamContent(request.Body) { Headers = { { "Content-Type", request.ContentType ?? "application/json" } } };
        using var answer = await client.SendAsync(forwarded, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    public void Dispose()
    {
        _emulator.Dispose();
        _apis.Dispose();
    }

    /// <summary>Nothing but what is below <c>/dev</c>, whatever dots are in the path.</summary>
    private (HttpClient Client, Uri Address)? Find(PathString path)
    {
        if (path.StartsWithSegments(Emulator, StringComparison.Ordinal, out var rest)) return Below(_emulator, stack.Emulator.Address, rest);
        return path.Value?.Split('/', 4) is ["", "apis", var name, var behind] && stack.Apis.TryGetValue(name, out var api) ? Below(_apis, api.Address, $"/{behind}") : null;
    }

    private static (HttpClient Client, Uri Address)? Below(HttpClient client, Uri server, PathString path)
    {
        var address = new Uri(server, $"dev{path.ToUriComponent()}");
        return address.AbsolutePath.StartsWith("/dev/", StringComparison.Ordinal) ? (client, address) : null;
    }
}
