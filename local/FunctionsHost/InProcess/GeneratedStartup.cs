using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.InProcess;

/// <summary>
/// What the worker's SDK generates into an app, the list of its functions and the code that calls them, is found by the worker in
/// the process's entry assembly alone. Here the entry assembly is another one, so this host runs it.
/// </summary>
internal static class GeneratedStartup
{
    public static void Run(Assembly app, AppSetup setup)
    {
        foreach (var extension in app.GetCustomAttributes<WorkerExtensionStartupCodeExecutorInfoAttribute>())
            ((WorkerExtensionStartup)Activator.CreateInstance(extension.StartupCodeExecutorType)!).Configure(setup);

        var services = new ServicesOnly(setup.Services);
        foreach (var startup in app.GetTypes().Where(type => type.IsAssignableTo(typeof(IAutoConfigureStartup)) && type is { IsAbstract: false, IsInterface: false }))
            ((IAutoConfigureStartup)Activator.CreateInstance(startup)!).Configure(services);
    }

    /// <summary>A host builder of which generated code uses one method.</summary>
    private sealed class ServicesOnly(IServiceCollection services) : IHostBuilder
    {
        public IDictionary<object, object> Properties { get; } = new Dictionary<object, object>();

        public IHostBuilder ConfigureServices(Action<HostBuilderContext, IServiceCollection> configureDelegate)
        {
            configureDelegate(new HostBuilderContext(Properties), services);
            return this;
        }

        public IHost Build() => throw Unsupported();

        public IHostBuilder ConfigureAppConfiguration(Action<HostBuilderContext, IConfigurationBuilder> configureDelegate) => throw Unsupported();

        public IHostBuilder ConfigureContainer<TContainerBuilder>(Action<HostBuilderContext, TContainerBuilder> configureDelegate) => throw Unsupported();

        public IHostBuilder ConfigureHostConfiguration(Action<IConfigurationBuilder> configureDelegate) => throw Unsupported();

        public IHostBuilder UseServiceProviderFactory<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory)
            where TContainerBuilder : notnull => throw Unsupported();

        public IHostBuilder UseServiceProviderFactory<TContainerBuilder>(Func<HostBuilderContext, IServiceProviderFactory<TContainerBuilder>> factory)
            where TContainerBuilder : notnull => throw Unsupported();

        private static NotSupportedException Unsupported() => new("Generated start-up code registers services and nothing else.");
    }
}
