using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Json;
using FunctionsObo.Downstream.Headers;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using Polly;

namespace FunctionsObo.Downstream.Calls;

/// <summary>
/// One attempt of a call: token, request, response. The token is looked up in every attempt, so that a retry never sends a token that
/// has meanwhile been replaced. (One method between pipeline and network, as each one more costs every call an object.)
/// </summary>
internal sealed class CallAttempt(HttpMessageInvoker http, TokenSource tokens, DownstreamApiOptions options, ResponseLimits limits)
{
    private static readonly TimeSpan TokenRetryAfter = TimeSpan.FromSeconds(5);

    private readonly KeyValuePair<string, string>[] _extraHeaders = [.. options.ExtraHeaderParameters];
    private readonly CallErrors _errors = new(limits.Api, options.Timeout, limits.Time);

    /// <summary>The result, or the failure: a <see cref="DownstreamException"/>, or what kept the token away.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Nothing is swallowed: the outcome is thrown at the end of the call.")]
    public async ValueTask<Outcome<T>> RunAsync<T>(DownstreamCall<T> call, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            var token = await GetTokenAsync(call, refused: null, cancellationToken);
            response = await http.SendAsync(Request(call, token), cancellationToken);
            if (call.Identity.User is not null && ClaimsChallenge.Find(response) is { } claims)
            {
                response.Dispose();
                response = await SendAgainAsync(call, new RefusedToken(token, claims), cancellationToken);
            }

            if (!response.IsSuccessStatusCode) throw _errors.Refused(response, call.StartedAt);
            if (response.Content.Headers.ContentLength > limits.MaximumBytes) throw _errors.Unreadable();
            return Outcome.FromResult(await call.Reader.ReadAsync(response, limits, cancellationToken));
        }
        catch (Exception failed)
        {
            response?.Dispose();
            return Outcome.FromException<T>(_errors.Of(failed, cancellationToken));
        }
    }

    /// <summary>Once more, with a token that has what the API asked for.</summary>
    /// <exception cref="UserActionRequiredException">The claims are for the client to meet.</exception>
    private async Task<HttpResponseMessage> SendAgainAsync<T>(DownstreamCall<T> call, RefusedToken refused, CancellationToken cancellationToken)
    {
        if (!call.CanSendAgain) throw UserActionRequiredException.ForClaims(refused.Claims, limits.Api);

        var token = await GetTokenAsync(call, refused, cancellationToken);
        var response = await http.SendAsync(Request(call, token), cancellationToken);
        if (ClaimsChallenge.Find(response) is not { } still) return response;
        using (response) throw UserActionRequiredException.ForClaims(still, limits.Api);
    }

    /// <summary>It is never disposed: that would dispose the body, which the next attempt needs.</summary>
    private HttpRequestMessage Request<T>(DownstreamCall<T> call, DownstreamToken token)
    {
        var request = new HttpRequestMessage(call.Method, call.Url) { Content = call.Content };
        request.Headers.TryAddWithoutValidation("Authorization", token.Authorization);
        if (call.Reader.Accept is { } accept) request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in _extraHeaders) request.Headers.TryAddWithoutValidation(name, value);
        Correlation.AddTo(request.Headers);
        return request;
    }

    /// <summary>Time that runs out here is the identity platform's, not the API's.</summary>
    private async ValueTask<DownstreamToken> GetTokenAsync<T>(DownstreamCall<T> call, RefusedToken? refused, CancellationToken cancellationToken)
    {
        try
        {
            return await tokens(call.Identity, refused, cancellationToken);
        }
        catch (OperationCanceledException late) when (!call.CallerGone.IsCancellationRequested)
        {
            throw new OboException(OboFailure.Unavailable, TokenRetryAfter, late);
        }
    }
}

/// <summary>One call: what is to be done, as whom, and how to read the response. All its attempts share it.</summary>
internal sealed class DownstreamCall<T>
{
    public required HttpMethod Method { get; init; }

    /// <summary>Where the path leads, once it is found to be safe.</summary>
    public required Uri Url { get; init; }

    public required CallAs Identity { get; init; }

    /// <summary>The body; not disposed by the call.</summary>
    public HttpContent? Content { get; init; }

    public required ResponseReader<T> Reader { get; init; }

    /// <summary>Signalled when nobody waits for the result any more.</summary>
    public required CancellationToken CallerGone { get; init; }

    /// <summary>When it began, on the API's clock.</summary>
    public long StartedAt { get; set; }

    /// <summary>Whether the body is none, or is still there after it was sent.</summary>
    public bool CanSendAgain => Content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;

    /// <summary>Whether doing it twice is doing it once (RFC 9110 §9.2.2).</summary>
    public bool CanRetry => CanSendAgain
        && (Method == HttpMethod.Get || Method == HttpMethod.Put || Method == HttpMethod.Delete || Method == HttpMethod.Head || Method == HttpMethod.Options);
}
