using System.Diagnostics.CodeAnalysis;
using FunctionsObo.Downstream.Headers;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using Polly;

namespace FunctionsObo.Downstream.Calls;

/// <summary>
/// One try of a call: token, request, answer. The token is looked up in every try, so that a repeated call never repeats a token
/// that has meanwhile been replaced. (One method on the way, as each one more costs every call an object.)
/// </summary>
internal sealed class CallAttempt(HttpMessageInvoker http, TokenSource tokens, DownstreamApiOptions options, AnswerLimits limits)
{
    private static readonly TimeSpan TokenRetryAfter = TimeSpan.FromSeconds(5);

    private readonly KeyValuePair<string, string>[] _extraHeaders = [.. options.ExtraHeaderParameters];
    private readonly CallFailures _failures = new(limits.Api, options.Timeout, limits.Time);

    /// <summary>The result, or the failure: a <see cref="DownstreamException"/>, or an <see cref="OboException"/> without a token.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Nothing is swallowed: the outcome is thrown at the end of the call.")]
    public async ValueTask<Outcome<T>> TryAsync<T>(DownstreamCall<T> call, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            var token = await GetTokenAsync(call, claims: null, cancellationToken);
            response = await http.SendAsync(Request(call, token), cancellationToken);
            if (call.Identity.User is not null && ClaimsChallenge.Find(response) is { } claims)
            {
                response.Dispose();
                response = await SendAgainAsync(call, claims, cancellationToken);
            }

            if (!response.IsSuccessStatusCode) throw _failures.Refused(response, call.StartedAt);
            if (response.Content.Headers.ContentLength > limits.MaximumBytes) throw _failures.Unreadable();
            return Outcome.FromResult(await call.Answer.ReadAsync(response, limits, cancellationToken));
        }
        catch (Exception failed)
        {
            response?.Dispose();
            return Outcome.FromException<T>(_failures.Of(failed, cancellationToken));
        }
    }

    /// <summary>Once more, with a token that has what the API asked for.</summary>
    /// <exception cref="OboException">The claims are for the client to meet.</exception>
    private async Task<HttpResponseMessage> SendAgainAsync<T>(DownstreamCall<T> call, string claims, CancellationToken cancellationToken)
    {
        if (!call.CanSendAgain) throw UserActionRequired(claims);

        var token = await GetTokenAsync(call, claims, cancellationToken);
        var response = await http.SendAsync(Request(call, token), cancellationToken);
        if (ClaimsChallenge.Find(response) is not { } still) return response;
        using (response) throw UserActionRequired(still);
    }

    /// <summary>It is never disposed: that would dispose the body, which the next try needs.</summary>
    private HttpRequestMessage Request<T>(DownstreamCall<T> call, DownstreamToken token)
    {
        var request = new HttpRequestMessage(call.Method, call.Url) { Content = call.Content };
        request.Headers.TryAddWithoutValidation("Authorization", token.Authorization);
        if (call.Answer.Accept is { } accept) request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in _extraHeaders) request.Headers.TryAddWithoutValidation(name, value);
        Correlation.AddTo(request.Headers);
        return request;
    }

    /// <summary>Time that runs out here is the identity platform's, not the API's.</summary>
    private async ValueTask<DownstreamToken> GetTokenAsync<T>(DownstreamCall<T> call, string? claims, CancellationToken cancellationToken)
    {
        try
        {
            return await tokens(call.Identity, claims, cancellationToken);
        }
        catch (OperationCanceledException late) when (!call.CallerGone.IsCancellationRequested)
        {
            throw new OboException(new OboFailure(OboFailureKind.Unavailable, RetryAfter: TokenRetryAfter), late);
        }
    }

    private static OboException UserActionRequired(string claims) =>
        new(new OboFailure(OboFailureKind.UserActionRequired, Claims: claims, FromDownstream: true));
}
