using System.Diagnostics.CodeAnalysis;
using FunctionsObo.Downstream.Headers;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using Polly;

namespace FunctionsObo.Downstream.Calls;

/// <summary>
/// One attempt of a call: circuit, token, request, response. The token is looked up in every attempt, so that a retry never sends a token that
/// has meanwhile been replaced. (One method between pipeline and network, as each one more costs every call an object.)
/// </summary>
internal sealed class CallAttempt(HttpMessageInvoker http, TokenSource tokens, ApiCircuit circuit, DownstreamApiOptions options, ResponseLimits limits)
{
    private static readonly TimeSpan TokenRetryAfter = TimeSpan.FromSeconds(5);

    private readonly KeyValuePair<string, string>[] _extraHeaders = [.. options.ExtraHeaderParameters];
    private readonly CallErrors _errors = new(limits.Api, options.Timeout, limits.Time);

    /// <summary>The result, or the failure: a <see cref="DownstreamException"/>, or what kept the token away.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Nothing is swallowed: the outcome is thrown at the end of the call.")]
    public async ValueTask<Outcome<object>> RunAsync<T>(DownstreamCall<T> call, CancellationToken cancellationToken)
    {
        if (!circuit.TryEnter(call.Identity, out var attempt, out var wait))
            return Outcome.FromException<object>(new DownstreamException(limits.Api, FailureCause.CircuitOpen, askedToWait: wait));

        HttpResponseMessage? response = null;
        Exception? failure = null;
        try
        {
            var token = await GetTokenAsync(call, refused: null, cancellationToken);
            response = await http.SendAsync(Request(call, token), cancellationToken);
            if (call.Identity.IsUser && ClaimsChallenge.Find(response) is { } claims)
            {
                response.Dispose();
                response = await SendAgainAsync(call, new RefusedToken(token, claims), cancellationToken);
            }

            if (!response.IsSuccessStatusCode && !call.IsNotModified(response)) throw _errors.Refused(response, call.StartedAt);
            if (response.Content.Headers.ContentLength > limits.MaximumBytes) throw _errors.Unreadable();
            return Outcome.FromResult<object>((await call.Reader.ReadAsync(response, limits, cancellationToken))!);
        }
        catch (Exception failed)
        {
            response?.Dispose();
            return Outcome.FromException<object>(failure = _errors.Of(failed, cancellationToken));
        }
        finally
        {
            circuit.Leave(call.Identity, attempt, failure, call.CallerGone);
        }
    }

    /// <summary>Once more, with a token that has what the API asked for.</summary>
    /// <exception cref="UserActionRequiredException">The claims are for the client to meet.</exception>
    private async Task<HttpResponseMessage> SendAgainAsync<T>(DownstreamCall<T> call, RefusedToken refused, CancellationToken cancellationToken)
    {
        if (!call.CanSendAgain) throw UserActionRequiredException.ForClaims(refused.Claims, limits.Api);

        var token = await GetTokenThatMeetsAsync(call, refused, cancellationToken);
        var response = await http.SendAsync(Request(call, token), cancellationToken);
        if (ClaimsChallenge.Find(response) is not { } still) return response;
        using (response) throw UserActionRequiredException.ForClaims(still, limits.Api);
    }

    /// <summary>A user who was revoked gets none. The claims tell a client more than that its token is no good: MSAL does not answer them from its cache.</summary>
    private async ValueTask<DownstreamToken> GetTokenThatMeetsAsync<T>(DownstreamCall<T> call, RefusedToken refused, CancellationToken cancellationToken)
    {
        try
        {
            return await GetTokenAsync(call, refused, cancellationToken);
        }
        catch (OboException failure) when (failure.Failure == OboFailure.AssertionRefused && call.Identity.User is { AcceptsClaimsChallenges: true })
        {
            throw UserActionRequiredException.ForClaims(refused.Claims, limits.Api);
        }
    }

    /// <summary>It is never disposed: that would dispose the body, which the next attempt needs.</summary>
    private HttpRequestMessage Request<T>(DownstreamCall<T> call, DownstreamToken token)
    {
        var request = new HttpRequestMessage(call.Method, call.Url) { Content = call.Content };
        request.Headers.TryAddWithoutValidation("Authorization", token.Authorization);
        if (call.Reader.Accept is { } accept) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (call.Precondition is { } only) request.Headers.TryAddWithoutValidation(only.Header, only.Value);
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
