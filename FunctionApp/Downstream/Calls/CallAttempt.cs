using System.Net;
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
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan TokenRetryAfter = TimeSpan.FromSeconds(5);

    private readonly KeyValuePair<string, string>[] _extraHeaders = [.. options.ExtraHeaderParameters];

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
        using (response) throw Refused(call, response);
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
            throw Broken(call, broken);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested) // the handler's own time, for a connection say
        {
            throw new DownstreamException(limits.Api, DownstreamFailure.TimedOut, cause: late) { IsWorthRepeating = true };
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
            if (response.Content.Headers.ContentLength > limits.MaximumBytes) throw new DownstreamException(limits.Api, DownstreamFailure.Unreadable);
            return await call.Answer.ReadAsync(response, limits, cancellationToken);
        }
        catch (Exception unusable)
        {
            response.Dispose();
            throw unusable switch
            {
                JsonException or InvalidDataException => new DownstreamException(limits.Api, DownstreamFailure.Unreadable, cause: unusable),
                HttpRequestException broken => Broken(call, broken),
                IOException => new DownstreamException(limits.Api, DownstreamFailure.Unreachable, cause: unusable) { IsWorthRepeating = true },
                _ => unusable,
            };
        }
    }

    private DownstreamException Refused<T>(DownstreamCall<T> call, HttpResponseMessage response)
    {
        var wait = RetryAfter(response);
        var isPassing = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
        return new DownstreamException(limits.Api, DownstreamFailure.Refused, response.StatusCode, wait)
        {
            IsWorthRepeating = isPassing && limits.Time.GetElapsedTime(call.StartedAt) + (wait ?? TimeSpan.Zero) < options.Timeout,
        };
    }

    private DownstreamException Broken<T>(DownstreamCall<T> call, HttpRequestException broken) =>
        broken.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse
            ? new DownstreamException(limits.Api, DownstreamFailure.Unreadable, cause: broken)
            : new DownstreamException(limits.Api, DownstreamFailure.Unreachable, cause: broken) { IsWorthRepeating = true };

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - limits.Time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait is null ? null : TimeSpan.FromTicks(Math.Clamp(wait.Value.Ticks, 0, LongestRetryAfter.Ticks));
    }

    private static OboException UserActionRequired(string claims) => new(new OboFailure(OboFailureKind.UserActionRequired, Claims: claims, FromDownstream: true));
}
