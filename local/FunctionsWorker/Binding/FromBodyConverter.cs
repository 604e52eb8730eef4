using System.Text.Json;
using FunctionsWorker.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Net.Http.Headers;

namespace FunctionsWorker.Binding;

/// <summary>The body as text, as bytes, or, if its content type says JSON, as an object. Anything else fails the invocation, as in Azure.</summary>
internal sealed class FromBodyConverter : IInputConverter
{
    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        var request = await context.FunctionContext.GetHttpRequestDataAsync()
            ?? throw new InvalidOperationException("[FromBody] needs an HTTP trigger.");
        return ConversionResult.Success(await ReadAsync(request, context.TargetType));
    }

    private static async ValueTask<object?> ReadAsync(HttpRequestData request, Type type)
    {
        if (type == typeof(string)) return await request.ReadAsStringAsync();
        if (type == typeof(byte[])) return await BytesAsync(request);
        if (type == typeof(Memory<byte>)) return new Memory<byte>(await BytesAsync(request));
        return IsJson(request)
            ? await JsonSerializer.DeserializeAsync(request.Body, type, WorkerJson.Options(request.FunctionContext))
            : throw new InvalidOperationException($"The body has no JSON content type, so it cannot be read as a {type}.");
    }

    private static async Task<byte[]> BytesAsync(HttpRequestData request)
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static bool IsJson(HttpRequestData request) =>
        request.Headers.TryGetValues("Content-Type", out var values)
        && MediaTypeHeaderValue.TryParse(values.FirstOrDefault(), out var media)
        && (media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || media.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}
