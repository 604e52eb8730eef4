using FunctionsWorker.Binding;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsWorker.Discovery;

/// <summary>A function as found at start: everything that reflection can tell is already told.</summary>
internal sealed record Function(
    LocalFunctionDefinition Definition,
    HttpTriggerAttribute? HttpTrigger,
    ParameterBinder[] Parameters,
    MethodInvoker Invoker,
    HttpOutput? HttpOutput)
{
    public string Name => Definition.Name;
}
