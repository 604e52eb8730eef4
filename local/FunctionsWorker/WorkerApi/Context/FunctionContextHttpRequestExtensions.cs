using FunctionsWorker.Invocations;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The HTTP side of an invocation.</summary>
public static class FunctionContextHttpRequestExtensions
{
    /// <returns>The request that triggered the invocation, or null when something else did.</returns>
    public static ValueTask<HttpRequestData?> GetHttpRequestDataAsync(this FunctionContext context) =>
        context.Features.Get<IHttpRequestDataFeature>() is { } feature
            ? feature.GetHttpRequestDataAsync(context)
            : new ValueTask<HttpRequestData?>(context.Bindings().Request);

    /// <returns>The response so far: the invocation result, or the http output of a result with several outputs; null when there is none yet.</returns>
    public static HttpResponseData? GetHttpResponseData(this FunctionContext context)
    {
        if (context.Bindings().Result is HttpResponseData response) return response;
        foreach (var output in context.GetOutputBindings<HttpResponseData>())
        {
            if (string.Equals(output.BindingType, "http", StringComparison.OrdinalIgnoreCase)) return output.Value;
        }
        return null;
    }
}
