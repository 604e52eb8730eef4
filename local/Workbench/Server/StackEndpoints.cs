using Microsoft.AspNetCore.Http;
using Workbench.Sending;
using Workbench.Stack;

namespace Workbench.Server;

/// <summary>What the page asks of the stack.</summary>
internal sealed class StackEndpoints(StackView stack, SendEndpoint sending, DevForward dev) : IDisposable
{
    private static readonly PathString DevPaths = "/dev";

    /// <summary>Whom the page talks to besides its own server.</summary>
    public string EmulatorOrigin => stack.EmulatorOrigin;

    public Task AnswerAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", "/stack") => context.Response.WriteAsJsonAsync(stack.Describe()),
        ("POST", "/requests") => sending.AnswerAsync(context),
        _ when context.Request.Path.StartsWithSegments(DevPaths, StringComparison.Ordinal, out var rest) => dev.AnswerAsync(context, rest),
        _ => NotFoundAsync(context),
    };

    public void Dispose()
    {
        sending.Dispose();
        dev.Dispose();
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync("There is no such page here.\n");
    }
}
