using FunctionApp.Authorization;
using FunctionApp.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionApp.Authentication;

/// <summary>
/// The door: lets an invocation through to its function when the access table says that nobody needs to be known, when there
/// is no HTTP caller to know, or when the caller is known and admitted. Everything else is answered here.
/// </summary>
internal sealed class AuthenticationMiddleware(
    AccessTable table, AccessTokenValidator validator, RefusalTable refusals) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var rule = table.Find(context.FunctionDefinition.Name);
        return rule is { Trigger: TriggerKind.Other } or { IsAnonymous: true }
            ? next(context)
            : AdmitAsync(context, rule, next);
    }

    private async Task AdmitAsync(FunctionContext context, AccessRule? rule, FunctionExecutionDelegate next)
    {
        var request = await context.GetHttpRequestDataAsync()
            ?? throw new InvalidOperationException($"Function '{context.FunctionDefinition.Name}' was invoked without an HTTP request.");
        if (rule is null)
        {
            await context.RefuseAsync(request, AccessFailures.NotInTable);
            return;
        }

        var (token, refusal) = BearerTokenReader.Read(request.Headers);
        var verdict = token is null
            ? TokenVerdict.Refuse(refusal)
            : await validator.ValidateAsync(token, context.CancellationToken);

        if (!verdict.Accepted)
        {
            await context.RefuseAsync(request, refusals.Translate(verdict));
            return;
        }

        if (!rule.Admits(verdict.Caller))
        {
            await context.RefuseAsync(request, AccessFailures.NotAdmitted(rule, verdict.Caller));
            return;
        }

        context.Features.Set(verdict.Caller);
        await next(context);
    }
}
