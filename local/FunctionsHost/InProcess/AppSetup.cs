using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.InProcess;

/// <summary>An app as its own program has set it up, just before it is built: for the last word on it.</summary>
public sealed class AppSetup : IFunctionsWorkerApplicationBuilder
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middlewares = [];

    internal AppSetup(IConfigurationManager configuration, IServiceCollection services, IHostEnvironment environment)
    {
        (Configuration, Services, Environment) = (configuration, services, environment);
        services.AddLogging(logging => Logging = logging);
    }

    /// <summary>The app's configuration; what is added now overrides what is there.</summary>
    public IConfigurationManager Configuration { get; }

    /// <summary>The app's services; what is registered now takes the place of what is there.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The app's name, folder and environment.</summary>
    public IHostEnvironment Environment { get; }

    /// <summary>The app's logging.</summary>
    public ILoggingBuilder Logging { get; private set; } = null!;

    /// <summary>Adds a middleware before all of the app's own.</summary>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middlewares.Add(middleware);
        return this;
    }

    /// <summary>Puts the middlewares before the app's pipeline, whose end is fixed by now.</summary>
    internal void WrapPipeline()
    {
        if (_middlewares.Count == 0) return;
        var pipeline = Services.Last(service => service.ServiceType == typeof(FunctionExecutionDelegate)).ImplementationFactory!;
        Services.AddSingleton(provider => Enumerable.Reverse(_middlewares).Aggregate((FunctionExecutionDelegate)pipeline(provider), (next, middleware) => middleware(next)));
    }
}
