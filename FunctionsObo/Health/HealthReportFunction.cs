using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsObo.Health;

/// <summary>
/// Tells the host of the function, as the worker's SDK does for those of the app. The worker looks for its method when it loads it; it
/// runs never, since the door answers in its place.
/// </summary>
internal sealed class HealthReportFunction : IFunctionMetadataTransformer
{
    public const string Name = "HealthReport";
    public const string Route = "health/report";

    /// <param name="table">What guards the function; null when nothing does.</param>
    /// <exception cref="InvalidOperationException">Nothing does.</exception>
    public HealthReportFunction(AccessTable? table = null)
    {
        if (table?.Find(Name) is null) throw new InvalidOperationException("AddHealthReport needs UseProtectedFunctions, which guards the report: call that as well.");
    }

    string IFunctionMetadataTransformer.Name => Name;

    public void Transform(IList<IFunctionMetadata> original) => original.Add(new DefaultFunctionMetadata
    {
        Language = "dotnet-isolated",
        Name = Name,
        EntryPoint = $"{typeof(HealthReportFunction).FullName}.{nameof(Run)}",
        ScriptFile = $"{typeof(HealthReportFunction).Assembly.GetName().Name}.dll",
        RawBindings =
        [
            $$"""{"name":"request","type":"httpTrigger","direction":"In","authLevel":"Anonymous","methods":["get"],"route":"{{Route}}"}""",
            """{"name":"$return","type":"http","direction":"Out"}""",
        ],
    });

    /// <summary>What the worker finds: public, with the binding's parameter.</summary>
    public static HttpResponseData Run(HttpRequestData request) => throw new InvalidOperationException($"The function '{Name}' is answered before it runs.");
}
