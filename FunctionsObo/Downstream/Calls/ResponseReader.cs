using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsObo.Downstream.Calls;

/// <summary>How the body of a successful response is read.</summary>
internal abstract class ResponseReader<T>
{
    /// <summary>What the API is asked for; null for whatever it has.</summary>
    public virtual string? Accept => null;

    /// <summary>Reads the body; the response is disposed by then, or belongs to the result.</summary>
    /// <exception cref="JsonException">The body is not what was asked for.</exception>
    public abstract ValueTask<T> ReadAsync(HttpResponseMessage response, ResponseLimits limits, CancellationToken cancellationToken);
}

/// <summary>JSON, read as it arrives: neither its bytes nor its text is ever whole in memory.</summary>
internal sealed class JsonResponseReader<T>(JsonTypeInfo<T> type) : ResponseReader<T>
{
    public override string Accept => "application/json";

    public override async ValueTask<T> ReadAsync(HttpResponseMessage response, ResponseLimits limits, CancellationToken cancellationToken)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var bounded = new BoundedStream(body, limits);
            return await JsonSerializer.DeserializeAsync(bounded, type, cancellationToken)
                ?? throw new JsonException();
        }
    }
}

/// <summary>Success is all there is to know.</summary>
internal sealed class NoResponseReader : ResponseReader<bool>
{
    public static readonly NoResponseReader Instance = new();

    public override ValueTask<bool> ReadAsync(HttpResponseMessage response, ResponseLimits limits, CancellationToken cancellationToken)
    {
        response.Dispose();
        return new(true);
    }
}

/// <summary>The header now, the body later.</summary>
internal sealed class StreamedResponseReader : ResponseReader<DownstreamResponse>
{
    public static readonly StreamedResponseReader Instance = new();

    public override async ValueTask<DownstreamResponse> ReadAsync(HttpResponseMessage response, ResponseLimits limits, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new DownstreamResponse(response, new PacedStream(new BoundedStream(body, limits), limits));
    }
}

/// <summary>How much, and how slowly, an API may respond.</summary>
/// <param name="Api">Whose limits they are.</param>
/// <param name="MaximumBytes">The most bytes of a body after decompression.</param>
/// <param name="LongestPause">The longest that a streamed body may pause.</param>
/// <param name="Time">The clock.</param>
internal sealed record ResponseLimits(string Api, long MaximumBytes, TimeSpan LongestPause, TimeProvider Time);
