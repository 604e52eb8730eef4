namespace FunctionsObo.Tool.Cloud;

/// <summary>Ends a request that gets no answer, as <see cref="HttpClient.Timeout"/> does, but by the tool's clock.</summary>
internal sealed class RequestTimeout(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TaskCanceledException(late.Message, new TimeoutException(late.Message), late.CancellationToken);
        }
    }
}
