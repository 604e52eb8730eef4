using FunctionsWorker.Discovery;
using FunctionsWorker.Invocations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsWorker.Hosting;

/// <summary>Takes an invocation through the app's middleware to its function.</summary>
internal sealed partial class FunctionRunner
{
    private readonly IServiceScopeFactory _scopes;
    private readonly IFunctionActivator? _activator;
    private readonly CancellationToken _stopping;
    private readonly FunctionExecutionDelegate _pipeline;
    private readonly ILogger _logger;

    public FunctionRunner(IServiceProvider services, IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        _scopes = services.GetRequiredService<IServiceScopeFactory>();
        _activator = services.GetService<IFunctionActivator>();
        _stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        _logger = services.GetRequiredService<ILogger<FunctionRunner>>();
        _pipeline = middleware.Reverse().Aggregate((FunctionExecutionDelegate)CallFunctionAsync, (next, step) => step(next));
    }

    public Invocation Begin(Function function, TriggerData trigger, CancellationToken callerGone) =>
        new(function, trigger, _scopes, callerGone, _stopping);

    public Task RunAsync(Invocation invocation) => _pipeline(invocation);

    public async ValueTask EndAsync(Invocation invocation)
    {
        try
        {
            await invocation.DisposeAsync();
        }
#pragma warning disable CA1031 // The answer stands already; what a service does in its disposal cannot change it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.ScopeFailed(_logger, e, invocation.Function.Name);
        }
    }

    private async Task CallFunctionAsync(FunctionContext context)
    {
        var bindings = context.Bindings();
        var function = bindings.Function;
        var arguments = context.Features.Get<IFunctionInputBindingFeature>() is { } binding
            ? (await binding.BindFunctionInputAsync(context)).Values
            : new object?[function.Parameters.Length];
        bindings.Result = await function.Invoker.InvokeAsync(context, _activator, arguments);
        function.HttpOutput?.Move(bindings);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A service of function '{Function}' failed while it was disposed")]
        public static partial void ScopeFailed(ILogger logger, Exception exception, string function);
    }
}
