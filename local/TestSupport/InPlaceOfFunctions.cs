using FunctionsHost.InProcess;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace TestSupport;

/// <summary>What runs where the function would, behind all middlewares of the app.</summary>
internal sealed class InPlaceOfFunctions(Func<FunctionContext, Task> run) : IFunctionExecutor
{
    public static Action<AppSetup> Run(Func<FunctionContext, Task> run) => setup => setup.Services.AddSingleton<IFunctionExecutor>(new InPlaceOfFunctions(run));

    public async ValueTask ExecuteAsync(FunctionContext context) => await run(context);
}
