using System.Text.Json;
using FunctionApp.Downstream.Headers;
using FunctionApp.OnBehalfOf;

namespace FunctionApp.Downstream.Calls;

/// <summary>
/// One try of a call: token, request, answer. The token is looked up in every try, so that a repeated call never repeats a token
/// that has meanwhile been replaced.
/// </summary>
internal sealed class CallAttempt(HttpMessageInvoker http, TokenSource tokens, DownstreamApiOptions options, AnswerLimits limits)
{
    private static readonly TimeSpan TokenRetryAfter = TimeSpan.FromSeconds(5);

    private readonly KeyValuePair<string, string>[] _extraHeaders = [.. options.ExtraHeaderParameters];
    private readonly CallFailures _failures = new(limits.Api, options.Timeout, limits.Time);

    /// <exception cref="DownstreamException">The API did not do it.</exception>
    /// <exception cref="OboException">There is no token, or the API asks the user to get another one.</exception>
    public async ValueTask<T> ExecuteAsync<T>(DownstreamCall<T> call, CancellationToken cancellationToken)
    {
        var response = await SendAsync(call, claims: null, cancellationToken);
        if (call.Identity.User is not null && ClaimsChallenge.Find(response) is { } claims)
        {
            response.Dispose();
            if (!call.CanSendAgain) throw UserActionRequired(claims);

            response = await SendAsync(call, claims, cancellationToken);
            if (ClaimsChallenge.Find(response) is { } still)
            {
                response.Dispose();
                throw UserActionRequired(still);
            }
        }

        if (response.IsSuccessStatusCode) return await ReadAsync(call, response, cancellationToken);
        using (response) throw _failures.Refused(response, call.StartedAt);
    }

    private async Task<HttpResponseMessage> SendAsync<T>(DownstreamCall<T> call, string? claims, CancellationToken cancellationToken)
    {
        var token = await GetTokenAsync(call, claims, cancellationToken);
        var request = new HttpRequestMessage(call.Method, call.Url) { Content = call.Content }; // not disposed: that would dispose the body
        request.Headers.TryAddWithoutValidation("Authorization", token.Authorization);
        if (call.Answer.Accept is { } accept) request.Headers.Accept.Add(accept);
        foreach (var (name, value) in _extraHeaders) request.Headers.TryAddWithoutValidation(name, value);
        Correlation.AddTo(request.Headers);

        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException broken)
        {
            throw _failures.Broken(broken);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw _failures.TimedOut(late);
        }
    }

    /// <summary>Time that ran out here is the identity platform's, not the API's.</summary>
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

    private async ValueTask<T> ReadAsync<T>(DownstreamCall<T> call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            if (response.Content.Headers.ContentLength > limits.MaximumBytes) throw _failures.Unreadable();
            return await call.Answer.ReadAsync(response, limits, cancellationToken);
        }
        catch (Exception unusable)
        {
            response.Dispose();
            throw unusable switch
            {
                JsonException or InvalidDataException => _failures.Unreadable(unusable),
                HttpRequestException or IOException => _failures.Broken(unusable),
                _ => unusable,
            };
        }
    }

    private static OboException UserActionRequired(string claims) => new(new OboFailure(OboFailureKind.UserActionRequired, Claims: claims));
}
