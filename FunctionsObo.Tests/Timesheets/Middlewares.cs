using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Contoso.Timesheets;

/// <summary>Stands before the library: sees every response, refusals as well.</summary>
public sealed class MarkAll : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        if (context.GetInvocationResult().Value is HttpResponseData response) response.Headers.Add("X-Seen", "all");
    }
}

/// <summary>Stands behind the library: sees only what was admitted.</summary>
public sealed class MarkAdmitted : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        if (context.GetInvocationResult().Value is HttpResponseData response) response.Headers.Add("X-Admitted", "yes");
    }
}
