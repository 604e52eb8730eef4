using FunctionsObo.Circuits;
using FunctionsObo.Errors;
using FunctionsObo.Logging;
using FunctionsObo.Registration;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>Gives MSAL the app's own HTTP stack: pooled handlers, one place to configure them, bounded time and size.</summary>
/// <param name="handlers">Where the pooled handlers are.</param>
/// <param name="inFront">
/// What stands before them, such as a <see cref="TokenEndpointHandler"/>. Null for nothing: then answers of 429 and 5xx reach MSAL, which repeats
/// a managed identity's request as each kind of endpoint wants it.
/// </param>
internal sealed class MsalHttpClientFactory(
    IHttpMessageHandlerFactory handlers, Func<HttpMessageHandler, HttpMessageHandler>? inFront = null) : IMsalHttpClientFactory
{
    public const int MaximumResponseBytes = 1024 * 1024;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    // MSAL does not dispose it and asks once a request: the client is a shell around a pooled handler.
    public HttpClient GetHttpClient()
    {
        var pooled = handlers.CreateHandler(IdentityPlatform.HttpClientName);
        return new HttpClient(inFront?.Invoke(pooled) ?? pooled, disposeHandler: false)
        {
            Timeout = RequestTimeout,
            MaxResponseContentBufferSize = MaximumResponseBytes,
        };
    }
}

/// <summary>
/// Takes throttling, outages and what cannot be read out of MSAL's hands. MSAL keeps a Retry-After in a process-wide table whose key has no
/// user in OBO, so that one user's 429 stops a whole tenant; here it stays with the request that got it. And only here it is certain that
/// it was the token endpoint that failed.
/// </summary>
internal sealed class TokenEndpointHandler(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    /// <exception cref="TokenEndpointException">The endpoint did not answer, not in time, 429 or 5xx, or what is no answer of a token endpoint.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        var started = time.GetTimestamp();
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            var status = (int)response.StatusCode;
            if (status is 429 or >= 500) throw TokenEndpointException.ForStatus(response, await ReadErrorAsync(response, cancellationToken), response.RetryAfter(time));

            await response.Content.LoadIntoBufferAsync(MsalHttpClientFactory.MaximumResponseBytes, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return TokenAnswer.IsReadable(response.IsSuccessStatusCode, body) ? response : throw TokenEndpointException.ForAnswer(request, status);
        }
        catch (Exception failed)
        {
            response?.Dispose();
            if (failed is HttpRequestException or IOException or OperationCanceledException) throw TokenEndpointException.ForSilence(request, time.GetElapsedTime(started), failed);
            throw;
        }
    }

    /// <summary>The body of an error, for the log. That it cannot be read changes nothing: the status has been said.</summary>
    private static async Task<string?> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MsalHttpClientFactory.MaximumResponseBytes, cancellationToken);
            return await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>The token endpoint throttles or fails.</summary>
internal sealed class TokenEndpointException : Exception
{
    private TokenEndpointException(OurText description, AttemptEnding ending, Exception? innerException = null)
        : base($"The token endpoint failed: {description}", innerException) => (Description, Ending) = (description, ending);

    /// <summary>What it did, for a log.</summary>
    public OurText Description { get; }

    /// <summary>What it says about the endpoint.</summary>
    public AttemptEnding Ending { get; }

    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>What it answered; null when it did not.</summary>
    public int? Status { get; private init; }

    public static TokenEndpointException ForStatus(HttpResponseMessage response, string? body, TimeSpan? retryAfter)
    {
        var status = (int)response.StatusCode;
        var answer = EntraAnswer.Read(body).Describe(status, response.Headers);
        return new(retryAfter is { } wait ? OurText.Of($"{answer}, Retry-After {wait.TotalSeconds:0} s") : answer, AnswerJudgement.Of(status, retryAfter is not null)) { RetryAfter = retryAfter, Status = status };
    }

    /// <summary>What came is no answer of a token endpoint: a proxy's page, half a body, something that is no token.</summary>
    public static TokenEndpointException ForAnswer(HttpRequestMessage request, int status) =>
        new(OurText.Of($"{OwnName.Of(request.RequestUri!.Authority)}: status {status}, and its answer is none of a token endpoint: is it one, or a proxy's page?"), AttemptEnding.Failed) { Status = status };

    public static TokenEndpointException ForSilence(HttpRequestMessage request, TimeSpan after, Exception cause) =>
        new(NetworkFault.Describe(cause, request.RequestUri!, after), AttemptEnding.Failed, cause);
}
