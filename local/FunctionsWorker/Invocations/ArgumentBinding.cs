using FunctionsWorker.Discovery;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;

namespace FunctionsWorker.Invocations;

/// <summary>Binds the arguments once, so that middleware can bind them early and change them.</summary>
internal sealed class ArgumentBinding(Function function) : IFunctionInputBindingFeature
{
    private FunctionInputBindingResult? _result;

    public async ValueTask<FunctionInputBindingResult> BindFunctionInputAsync(FunctionContext context)
    {
        if (_result is { } bound) return bound;
        var parameters = function.Parameters;
        var values = parameters.Length == 0 ? [] : new object?[parameters.Length];
        for (var i = 0; i < values.Length; i++) values[i] = await parameters[i](context);
        return _result = new FunctionInputBindingResult(values);
    }
}
