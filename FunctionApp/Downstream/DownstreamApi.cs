using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FunctionApp.Authentication;
using FunctionApp.OnBehalfOf;

namespace FunctionApp.Downstream;

/// <summary>
/// One downstream API, called as the caller: builds the request under the API's base URL, puts the caller's token for it on,
/// sends it, and reads the answer. Typed clients stand on it.
/// </summary>
public sealed class DownstreamApi
{
    private readonly HttpClient _http;
    private readonly DownstreamUrl _url;
    private readonly TokenTarget _target;
    private readonly OboTokenProvider _tokens;

    internal DownstreamApi(string name, DownstreamApiOptions options, HttpClient http, OboTokenProvider tokens)
    {
        Name = name;
        _http = http;
        _url = new DownstreamUrl(options.BaseUrl);
        _target = new TokenTarget(name, [.. options.Scopes]);
        _tokens = tokens;
    }

    /// <summary>The API's name in the configuration.</summary>
    public string Name { get; }

    /// <summary>Reads a resource.</summary>
    /// <param name="path">Relative to the base URL; escape values in it.</param>
    /// <param name="caller">The user to call as.</param>
    /// <param name="type">How to read the JSON.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="DownstreamException">The API did not answer with success.</exception>
    /// <exception cref="OboException">There is no token for it.</exception>
    /// <exception cref="ArgumentException">The path leads out of the base URL.</exception>
    public async Task<T> GetAsync<T>(string path, Caller caller, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url.Resolve(path));
        return await SendAsync(request, caller, type, cancellationToken);
    }

    /// <summary>Sends a body and reads the answer.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<TResponse> PostAsync<TRequest, TResponse>(
        string path, TRequest body, Caller caller, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url.Resolve(path));
        request.Content = JsonContent.Create(body, requestType);
        return await SendAsync(request, caller, responseType, cancellationToken);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, Caller caller, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var token = await _tokens.GetTokenAsync(caller, _target, cancellationToken);
        request.Headers.TryAddWithoutValidation("Authorization", token.Authorization);
        request.Headers.Accept.Add(Json);

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new DownstreamException(Name, DownstreamFailure.Refused, response.StatusCode, response.Headers.RetryAfter?.Delta);
            return await response.Content.ReadFromJsonAsync(type, cancellationToken)
                ?? throw new DownstreamException(Name, DownstreamFailure.Unreadable);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownstreamException(Name, DownstreamFailure.TimedOut, cause: late);
        }
        catch (JsonException unreadable)
        {
            throw new DownstreamException(Name, DownstreamFailure.Unreadable, cause: unreadable);
        }
        catch (HttpRequestException broken)
        {
            var failure = broken.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? DownstreamFailure.Unreadable : DownstreamFailure.Unreachable;
            throw new DownstreamException(Name, failure, cause: broken);
        }
    }

    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
}
