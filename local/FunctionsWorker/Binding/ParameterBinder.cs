using Microsoft.Azure.Functions.Worker;

namespace FunctionsWorker.Binding;

/// <summary>Makes one argument; compiled per parameter at start.</summary>
/// <exception cref="FunctionInputConverterException">The value is missing or cannot be converted.</exception>
internal delegate ValueTask<object?> ParameterBinder(FunctionContext context);
