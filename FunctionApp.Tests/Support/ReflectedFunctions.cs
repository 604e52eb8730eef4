using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionApp.Tests.Support;

/// <summary>Tells the worker of functions that tests declare, as code that the worker's SDK generates tells it of an app's.</summary>
internal sealed class ReflectedFunctions(IReadOnlyCollection<Type> types) : IFunctionMetadataProvider
{
    public Task<System.Collections.Immutable.ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory) => Task.FromResult<System.Collections.Immutable.ImmutableArray<IFunctionMetadata>>(
        [.. from method in types.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            select Describe(function.Name, method)]);

    private static DefaultFunctionMetadata Describe(string name, MethodInfo method) => new()
    {
        Name = name,
        Language = "dotnet-isolated",
        IsProxy = false,
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}",
        ScriptFile = method.DeclaringType.Assembly.Location,
        RawBindings = [.. method.GetParameters().Select(Trigger).OfType<string>(), .. Outputs(method)],
    };

    private static string? Trigger(ParameterInfo parameter) => parameter.GetCustomAttribute<TriggerBindingAttribute>() switch
    {
        HttpTriggerAttribute http => JsonSerializer.Serialize(new
        {
            name = parameter.Name,
            type = "httpTrigger",
            direction = "In",
            authLevel = $"{http.AuthLevel}",
            methods = http.Methods,
            route = http.Route,
        }),
        { } other => JsonSerializer.Serialize(new { name = parameter.Name, type = Camel(other.GetType().Name[..^"Attribute".Length]), direction = "In" }),
        null => null,
    };

    private static IEnumerable<string> Outputs(MethodInfo method)
    {
        if (!method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)))) return [];

        var result = method.ReturnType.IsGenericType ? method.ReturnType.GenericTypeArguments[0] : method.ReturnType;
        var property = result == typeof(HttpResponseData) ? null : result.GetProperties().FirstOrDefault(
            one => one.PropertyType == typeof(HttpResponseData) || one.IsDefined(typeof(HttpResultAttribute)));
        return [JsonSerializer.Serialize(new { name = property?.Name ?? "$return", type = "http", direction = "Out" })];
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

internal static class ReflectedFunctionsExtensions
{
    /// <summary>Hosts the functions of these types alone. The worker calls them by reflection, since no generated code knows them.</summary>
    public static FunctionsApplicationBuilder UseFunctionsFrom(this FunctionsApplicationBuilder builder, params Type[] types)
    {
        foreach (var generated in builder.Services.Where(IsGenerated).ToList()) builder.Services.Remove(generated);
        builder.Services.AddSingleton<IFunctionMetadataProvider>(new ReflectedFunctions(types));
        return builder;
    }

    private static bool IsGenerated(ServiceDescriptor service) =>
        (service.ServiceType == typeof(IFunctionMetadataProvider) || service.ServiceType == typeof(IFunctionExecutor))
        && service.ImplementationType?.Assembly == typeof(Program).Assembly;
}
