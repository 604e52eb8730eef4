using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DevStack.DownstreamApis.Hosting;

/// <summary>Says of each request that was not answered as its caller hoped: which API, and how. What the API told the caller about it is in the answer.</summary>
internal sealed partial class FailureLog(RequestDelegate next, IApi api, ILogger<DownstreamApi> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest) Log.Failed(logger, api.Audience, context.Response.StatusCode);
        else if (context.RequestAborted.IsCancellationRequested) Log.Aborted(logger, api.Audience);
    }

    private static partial class Log
    {
        [LoggerMessage(960, LogLevel.Warning, "The API {Audience} answered {Status}", EventName = "ApiFailed")]
        public static partial void Failed(ILogger logger, string audience, int status);

        [LoggerMessage(961, LogLevel.Warning, "The API {Audience} gave no answer: a scripted fault, or its caller left", EventName = "ApiGaveNoAnswer")]
        public static partial void Aborted(ILogger logger, string audience);
    }
}
