using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsWorker.Http;

/// <summary>JSON with the app's <see cref="JsonSerializerOptions"/>, which the real worker's default serializer takes too.</summary>
internal static class WorkerJson
{
    public static JsonSerializerOptions Options(FunctionContext context) =>
        context.InstanceServices.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;

    public static ValueTask<T?> ReadAsync<T>(HttpRequestData request, CancellationToken cancellationToken)
    {
        var read = JsonSerializer.DeserializeAsync<T>(request.Body, Options(request.FunctionContext), cancellationToken);
        return read.IsCompletedSuccessfully ? read : Wrapped(read.AsTask());
    }

    public static Task WriteAsync<T>(HttpResponseData response, T value, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(response.Body, value, Options(response.FunctionContext), cancellationToken);

    // A failed read surfaces as AggregateException: see ReadFromJsonAsync. Cancellation stays what it is.
    private static async ValueTask<T?> Wrapped<T>(Task<T?> read)
    {
        try
        {
            return await read;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new AggregateException(e);
        }
    }
}
