using System.Reflection;
using FunctionsWorker.Hosting;
using FunctionsWorker.Invocations;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsWorker;

/// <summary>What this host offers beyond the real one, for tests.</summary>
public static class FunctionsHostExtensions
{
    /// <summary>Hosts the functions of these types alone, in place of those of the assembly that made the builder.</summary>
    public static FunctionsApplicationBuilder UseFunctionsFrom(this FunctionsApplicationBuilder builder, params Type[] types)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.FunctionTypes = types;
        return builder;
    }

    /// <inheritdoc cref="UseFunctionsFrom(FunctionsApplicationBuilder, Type[])"/>
    public static FunctionsApplicationBuilder UseFunctionsFrom(this FunctionsApplicationBuilder builder, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return builder.UseFunctionsFrom(assembly.GetTypes());
    }

    /// <summary>
    /// Runs a function through the middleware without any trigger, as a queue or timer would; HTTP functions find no request.
    /// </summary>
    /// <param name="host">A host that <see cref="FunctionsApplicationBuilder.Build"/> made.</param>
    /// <param name="functionName">The function's name, whatever its case.</param>
    /// <param name="values">Arguments by parameter name.</param>
    /// <param name="cancellationToken">Becomes the invocation's token.</param>
    /// <returns>The invocation result.</returns>
    /// <exception cref="ArgumentException">There is no such function.</exception>
    public static async Task<object?> InvokeFunctionAsync(
        this IHost host, string functionName, IReadOnlyDictionary<string, object?> values, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(values);
        var (function, runner) = host.Services.GetRequiredService<FunctionCatalog>().Find(functionName);
        var invocation = runner.Begin(function, new NamedValues(values), cancellationToken);
        try
        {
            await runner.RunAsync(invocation);
            return invocation.Bindings.Result;
        }
        finally
        {
            await runner.EndAsync(invocation);
        }
    }
}
