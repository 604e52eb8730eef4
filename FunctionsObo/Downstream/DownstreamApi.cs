using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FunctionsObo.Downstream.Addresses;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;

namespace FunctionsObo.Downstream;

/// <summary>
/// One downstream API of section <c>DownstreamApis</c>: builds requests under its base URL, puts the token of the user or app
/// on, sends them with time limits, retries and a circuit breaker, and reads the responses. Typed clients stand on it.
/// </summary>
/// <remarks>
/// Every call throws <see cref="DownstreamException"/> when the API did not do it; <see cref="UserActionRequiredException"/> when the user
/// must act before there is a token; <see cref="OboException"/> when there is no token for another reason; and
/// <see cref="UnusablePathException"/> for a path that could lead out of the base URL: nothing is sent then. Let them pass: each ends
/// the request with the response that belongs to it.
/// </remarks>
public sealed class DownstreamApi
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly DownstreamUrl _url;
    private readonly ApiPipeline _pipeline;
    private readonly CallAttempt _attempt;

    internal DownstreamApi(string name, DownstreamUrl url, ApiPipeline pipeline, CallAttempt attempt)
    {
        Name = name;
        _url = url;
        _pipeline = pipeline;
        _attempt = attempt;
    }

    /// <summary>The API's name in the configuration.</summary>
    public string Name { get; }

    /// <summary>Reads a resource.</summary>
    /// <param name="path">Relative to the base URL.</param>
    /// <param name="identity">The caller or the session to call as, or <see cref="CallAs.App"/>.</param>
    /// <param name="type">How to read the JSON.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<T> GetAsync<T>(DownstreamPath path, CallAs identity, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, path, identity, null, null, new JsonResponseReader<T>(type), cancellationToken);

    /// <summary>Sends a body for the API to act on, and reads its response. It is never retried by itself.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<TResult> PostAsync<TBody, TResult>(
        DownstreamPath path, TBody body, CallAs identity, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TResult> resultType, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, path, identity, Json(body, bodyType), null, new JsonResponseReader<TResult>(resultType), cancellationToken);

    /// <summary>Replaces a resource, and reads the response.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<TResult> PutAsync<TBody, TResult>(
        DownstreamPath path, TBody body, CallAs identity, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TResult> resultType, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, path, identity, Json(body, bodyType), null, new JsonResponseReader<TResult>(resultType), cancellationToken);

    /// <summary>Replaces a resource if it is the version that is meant, or creates it if it is not there, and reads the response.</summary>
    /// <param name="path">Relative to the base URL.</param>
    /// <param name="body">What to send.</param>
    /// <param name="identity">The caller or the session to call as, or <see cref="CallAs.App"/>.</param>
    /// <param name="precondition">Which version is meant. The call is not retried by itself then: a second one could meet the first one's version.</param>
    /// <param name="bodyType">How to write the body.</param>
    /// <param name="resultType">How to read the response.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="DownstreamException">The resource is another version (412), or the API did not do it for another reason.</exception>
    public Task<TResult> PutAsync<TBody, TResult>(
        DownstreamPath path, TBody body, CallAs identity, Precondition precondition, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TResult> resultType, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, path, identity, Json(body, bodyType), precondition, new JsonResponseReader<TResult>(resultType), cancellationToken);

    /// <summary>Changes a resource, and reads the response. It is never retried by itself.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<TResult> PatchAsync<TBody, TResult>(
        DownstreamPath path, TBody body, CallAs identity, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TResult> resultType, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Patch, path, identity, Json(body, bodyType), null, new JsonResponseReader<TResult>(resultType), cancellationToken);

    /// <summary>Changes a resource if it is the version that is meant, and reads the response.</summary>
    /// <inheritdoc cref="PutAsync{TBody, TResult}(DownstreamPath, TBody, CallAs, Precondition, JsonTypeInfo{TBody}, JsonTypeInfo{TResult}, CancellationToken)"/>
    public Task<TResult> PatchAsync<TBody, TResult>(
        DownstreamPath path, TBody body, CallAs identity, Precondition precondition, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TResult> resultType, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Patch, path, identity, Json(body, bodyType), precondition, new JsonResponseReader<TResult>(resultType), cancellationToken);

    /// <summary>Deletes a resource; a body in the response is not read.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task DeleteAsync(DownstreamPath path, CallAs identity, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, path, identity, null, null, NoResponseReader.Instance, cancellationToken);

    /// <summary>Deletes a resource if it is the version that is meant.</summary>
    /// <inheritdoc cref="PutAsync{TBody, TResult}(DownstreamPath, TBody, CallAs, Precondition, JsonTypeInfo{TBody}, JsonTypeInfo{TResult}, CancellationToken)"/>
    public Task DeleteAsync(DownstreamPath path, CallAs identity, Precondition precondition, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, path, identity, null, precondition, NoResponseReader.Instance, cancellationToken);

    /// <summary>
    /// Sends any body and gives the response as soon as its header is there: bodies of any size pass without being held in memory.
    /// (In this app's built-in HTTP model the host holds a function's own request and response bodies in memory, up to 100 MB;
    /// only code of a function, such as a copy to blob storage, streams from end to end.)
    /// </summary>
    /// <param name="method">The method; a call is retried by itself only if it is idempotent and its body is none or bytes.</param>
    /// <param name="path">Relative to the base URL.</param>
    /// <param name="identity">The caller or the session to call as, or <see cref="CallAs.App"/>.</param>
    /// <param name="content">The body, such as <c>new StreamContent(stream)</c>, or null. The caller of this method disposes it.</param>
    /// <param name="cancellationToken">Ends the call; reading the response's body takes a token of its own.</param>
    /// <returns>The response, to be disposed.</returns>
    public Task<DownstreamResponse> SendAsync(HttpMethod method, DownstreamPath path, CallAs identity, HttpContent? content, CancellationToken cancellationToken) =>
        CallAsync(method, path, identity, content, null, StreamedResponseReader.Instance, cancellationToken);

    /// <summary>As the other, for a version of the resource: of a read whose caller has that version the response <see cref="DownstreamResponse.IsNotModified"/>.</summary>
    /// <inheritdoc cref="SendAsync(HttpMethod, DownstreamPath, CallAs, HttpContent?, CancellationToken)"/>
    public Task<DownstreamResponse> SendAsync(
        HttpMethod method, DownstreamPath path, CallAs identity, HttpContent? content, Precondition precondition, CancellationToken cancellationToken) =>
        CallAsync(method, path, identity, content, precondition, StreamedResponseReader.Instance, cancellationToken);

    /// <summary>The path of an address in one of the API's responses, such as that of the next page.</summary>
    /// <exception cref="DownstreamException">The address is not under the base URL; nobody should follow it with a token.</exception>
    public DownstreamPath PathOf(string address) =>
        _url.PathOf(address) ?? throw new DownstreamException(Name, FailureCause.Unreadable);

    private Task<T> CallAsync<T>(
        HttpMethod method, DownstreamPath path, CallAs identity, HttpContent? content, Precondition? precondition, ResponseReader<T> reader, CancellationToken cancellationToken)
    {
        identity.ThrowIfNobody();
        var call = new DownstreamCall<T>
        {
            Method = method,
            Url = _url.Resolve(path.ToString()),
            Identity = identity,
            Content = content,
            Precondition = precondition,
            Reader = reader,
            CallerGone = cancellationToken,
        };
        return _pipeline.RunAsync(call, _attempt);
    }

    /// <summary>As bytes: their length is known, and they can be sent again.</summary>
    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = JsonType;
        return content;
    }
}
