using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using FunctionsObo.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionsObo.Pipeline;

/// <summary>
/// The door: lets an invocation through to its function when the access table says that nobody needs to be known, when there
/// is no HTTP caller to know, or when the caller is known and admitted. Everything else is answered here.
/// </summary>
internal sealed class AuthenticationMiddleware(
    AccessTable table, AccessTokenValidator validator, ProblemWriter problems, AuthenticationDiagnostics diagnostics) : IFunctionsWorkerMiddleware
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
        var function = context.FunctionDefinition.Name;
        var request = await context.GetHttpRequestDataAsync()
            ?? throw new InvalidOperationException($"Function '{function}' is not in the access table, or was invoked without its HTTP request.");
        if (rule is null)
        {
            await ForbidAsync(AccessProblems.NotInTable, caller: null);
            return;
        }

        var (token, malformed) = BearerTokenReader.Read(request);
        var verdict = token is null
            ? TokenVerdict.Refuse(malformed)
            : await validator.ValidateAsync(token, context.CancellationToken);

        if (!verdict.Accepted)
        {
            var problem = RefusalProblems.Of(verdict);
            diagnostics.Refused(function, verdict, problem);
            await problems.WriteAsync(context, request, problem);
            return;
        }

        if (!rule.Admits(verdict.Caller))
        {
            await ForbidAsync(AccessProblems.NotAdmitted(rule, verdict.Caller), verdict.Caller);
            return;
        }

        diagnostics.Accepted();
        context.Features.Set(verdict.Caller);
        await (rule.Answer is { } answer ? answer(context, request) : next(context));

        Task ForbidAsync(Problem problem, Caller? caller)
        {
            diagnostics.Forbidden(function, problem, rule?.Scopes ?? [], rule?.AppRoles ?? [], caller);
            return problems.WriteAsync(context, request, problem);
        }
    }
}
