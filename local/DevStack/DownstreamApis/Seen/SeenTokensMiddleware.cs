using DevStack.DownstreamApis.Dev;
using Microsoft.AspNetCore.Http;

namespace DevStack.DownstreamApis.Seen;

/// <summary>Remembers the token of every request that passed authentication and authorization.</summary>
internal sealed class SeenTokensMiddleware(RequestDelegate next, SeenTokens seen, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.IsForDeveloper())
            seen.Add(SeenToken.From(context.User, time.GetUtcNow()));
        return next(context);
    }
}
