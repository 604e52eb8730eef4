using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsObo.Downstream.Calls;

/// <summary>How the body of a successful answer is read.</summary>
internal abstract class Answer<T>
{
    /// <summary>What the API is asked for; null for whatever it has.</summary>
    public virtual string? Accept => null;

    /// <summary>Reads the body; the response is disposed by then, or belongs to the result.</summary>
    /// <exception cref="JsonException">The body is not what was asked for.</exception>
    public abstract ValueTask<T> ReadAsync(HttpResponseMessage response, AnswerLimits limits, CancellationToken cancellationToken);
}

/// <summary>JSON, read as it arrives: neither its bytes nor its text is ever whole in memory.</summary>
internal sealed class JsonAnswer<T>(JsonTypeInfo<T> type) : Answer<T>
{
    public override string Accept => "application/json";

    public override async ValueTask<T> ReadAsync(HttpResponseMessage response, AnswerLimits limits, CancellationToken cancellationToken)
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
internal sealed class NoAnswer : Answer<bool>
{
    public static readonly NoAnswer Instance = new();

    public override ValueTask<bool> ReadAsync(HttpResponseMessage response, AnswerLimits limits, CancellationToken cancellationToken)
    {
        response.Dispose();
        return new(true);
    }
}

/// <summary>The header now, the body later.</summary>
internal sealed class StreamedAnswer : Answer<DownstreamAnswer>
{
    public static readonly StreamedAnswer Instance = new();

    public override async ValueTask<DownstreamAnswer> ReadAsync(HttpResponseMessage response, AnswerLimits limits, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new DownstreamAnswer(response, new PacedStream(new BoundedStream(body, limits), limits));
    }
}
