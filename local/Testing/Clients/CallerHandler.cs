using FunctionsObo.Testing.Downstream;
using FunctionsObo.Testing.Time;

namespace FunctionsObo.Testing.Clients;

/// <summary>One caller's way to the app: puts the token on requests, ends what takes too long, and fails the test for requests that nobody scripted.</summary>
internal sealed class CallerHandler(HttpMessageHandler network, string who, Func<string>? token, Traces traces, Surprises surprises, RealTimeLimit limit) : DelegatingHandler(network)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var trace = traces.Begin(request);
        if (token is not null && request.Headers.Authorization is null) request.Headers.Authorization = new("Bearer", token());
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var response = await limit.WatchAsync(base.SendAsync(request, giveUp.Token), What);
            surprises.ThrowIfAny(trace);
            response.Content = new LimitedContent(response.Content, limit, What);
            return response;
        }
        catch (Exception)
        {
            await giveUp.CancelAsync();
            surprises.ThrowIfAny(trace);
            throw;
        }

        string What() => $"{request.Method} {request.RequestUri!.PathAndQuery} of {who}";
    }

    /// <summary>The network is the app's, not this client's.</summary>
    protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
}
