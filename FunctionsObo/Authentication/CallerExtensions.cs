using Microsoft.Azure.Functions.Worker;

namespace FunctionsObo.Authentication;

public static class CallerExtensions
{
    /// <summary>The caller of this invocation.</summary>
    /// <exception cref="InvalidOperationException">The function is [AllowAnonymous] or has no HTTP trigger: there is no caller to know.</exception>
    public static Caller GetCaller(this FunctionContext context) =>
        context.Features.Get<Caller>()
        ?? throw new InvalidOperationException($"Function '{context.FunctionDefinition.Name}' has no caller: it is anonymous, or not triggered by HTTP.");
}
