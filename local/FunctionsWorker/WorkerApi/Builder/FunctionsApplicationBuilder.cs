using System.Reflection;
using FunctionsWorker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Collects services, configuration and middleware; <see cref="Build"/> makes the host of them.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly LocalHostBuilder _local;
    private readonly WebApplicationBuilder _web;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];
    private bool _built;

    internal FunctionsApplicationBuilder(string[]? args, Assembly app)
    {
        _local = LocalHostBuilder.Create(args ?? [], app);
        _web = _local.Web;
    }

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    public ConfigurationManager Configuration => _web.Configuration;

    IConfigurationManager IHostApplicationBuilder.Configuration => _web.Configuration;

    public IHostEnvironment Environment => _web.Environment;

    public ILoggingBuilder Logging => _web.Logging;

    public IMetricsBuilder Metrics => _web.Metrics;

    public IServiceCollection Services => _web.Services;

    internal IReadOnlyCollection<Type>? FunctionTypes
    {
        get => _local.FunctionTypes;
        set => _local.FunctionTypes = value;
    }

    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    /// <exception cref="InvalidOperationException">The host has been built.</exception>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        if (_built) throw new InvalidOperationException("The application has already been built.");
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Finds the functions and makes the host, ready to start.</summary>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    /// <exception cref="FunctionsWorker.FunctionStartException">A function cannot be hosted; the message names it and the mend.</exception>
    public IHost Build()
    {
        if (_built) throw new InvalidOperationException("The application has already been built.");
        _built = true;
        return _local.Build(_middleware);
    }
}
