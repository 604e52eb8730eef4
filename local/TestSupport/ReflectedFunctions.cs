using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionApp;
using FunctionsHost.InProcess;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace TestSupport;

/// <summary>
/// Functions that tests declare in classes of their own. The worker's SDK generates nothing into a test assembly: they are listed
/// by reflection here, and the worker's own executor finds their methods by reflection too.
/// </summary>
internal static class ReflectedFunctions
{
    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>These functions and no others, whatever the app has.</summary>
    public static AppSetup UseFunctionsFrom(this AppSetup builder, params Type[] types)
    {
        // What was generated into the app knows the app's functions alone; the worker's own registrations stay.
        foreach (var generated in builder.Services.Where(IsGenerated).ToList()) builder.Services.Remove(generated);
        builder.Services.AddSingleton<IFunctionMetadataProvider>(new Provider([.. types.SelectMany(type => type.GetMethods()).Select(Describe).OfType<IFunctionMetadata>()]));
        return builder;
    }

    private static bool IsGenerated(ServiceDescriptor service) =>
        (service.ServiceType == typeof(IFunctionMetadataProvider) || service.ServiceType == typeof(IFunctionExecutor))
        && service.ImplementationType?.Assembly == typeof(Program).Assembly;

    private static DefaultFunctionMetadata? Describe(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>() is not { } function ? null : new()
    {
        Name = function.Name,
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}",
        ScriptFile = method.DeclaringType.Assembly.Location,
        Language = "dotnet-isolated",
        RawBindings = [.. Triggers(method), .. Output(method)],
    };

    private static IEnumerable<string> Triggers(MethodInfo method) =>
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<TriggerBindingAttribute>()
        where trigger is not null
        select trigger is HttpTriggerAttribute http
            ? JsonSerializer.Serialize(new { name = parameter.Name, direction = "In", type = "httpTrigger", authLevel = $"{http.AuthLevel}", methods = http.Methods is { Length: > 0 } some ? some : null, route = http.Route }, WithoutNulls)
            : JsonSerializer.Serialize(new { name = parameter.Name, direction = "In", type = TypeOf(trigger) });

    /// <summary>The answer to HTTP: what is returned, or the property of it that holds the response.</summary>
    private static IEnumerable<string> Output(MethodInfo method)
    {
        if (!method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)))) yield break;
        var returned = method.ReturnType is { IsGenericType: true } task && task.GetGenericTypeDefinition() == typeof(Task<>) ? task.GetGenericArguments()[0] : method.ReturnType;
        var property = returned.GetProperties().FirstOrDefault(property => property.PropertyType == typeof(HttpResponseData) || property.IsDefined(typeof(HttpResultAttribute)));
        yield return JsonSerializer.Serialize(new { name = property?.Name ?? "$return", type = "http", direction = "Out" });
    }

    /// <summary>QueueTriggerAttribute is a queueTrigger.</summary>
    private static string TypeOf(TriggerBindingAttribute trigger)
    {
        var name = trigger.GetType().Name.Replace(nameof(Attribute), "", StringComparison.Ordinal);
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private sealed class Provider(ImmutableArray<IFunctionMetadata> functions) : IFunctionMetadataProvider
    {
        public Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory) => Task.FromResult(functions);
    }
}
