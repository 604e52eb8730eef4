using System.Reflection;
using FunctionsWorker.Invocations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Discovery;

/// <summary>The property of a result with several outputs that is the HTTP response.</summary>
internal sealed class HttpOutput(PropertyInfo property)
{
    public string Name => property.Name;

    /// <returns>The output of this result type, or null when the result itself is the response.</returns>
    public static HttpOutput? Of(Type result)
    {
        if (result == typeof(string) || typeof(HttpResponseData).IsAssignableFrom(result)) return null;
        var property = Array.Find(
            result.GetProperties(),
            p => p.IsDefined(typeof(HttpResultAttribute)) || typeof(HttpResponseData).IsAssignableFrom(p.PropertyType));
        return property is null ? null : new HttpOutput(property);
    }

    /// <summary>Moves the response from the result to the outputs, where the real worker has it after the function has run.</summary>
    public void Move(InvocationBindings bindings)
    {
        if (bindings.Result is not { } result || !property.DeclaringType!.IsInstanceOfType(result)) return;
        if (property.GetValue(result) is { } value) bindings.Outputs[Name] = value;
        bindings.Result = null;
    }
}
