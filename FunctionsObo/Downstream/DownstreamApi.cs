using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.OnBehalfOf;

namespace FunctionsObo.Downstream;

/// <summary>
/// One downstream API of section <c>DownstreamApis</c>: builds requests under its base URL, puts the token of the user or app
/// on, sends them with time limits, repetition and a circuit breaker, and reads the answers. Typed clients stand on it.
/// </summary>
/// <remarks>
/// Every call throws <see cref="DownstreamException"/> when the API did not do it, <see cref="OboException"/> when there is no
/// token for it, and <see cref="UnusablePathException"/> for a path that could lead out of the base URL; nothing is sent then.
/// </remarks>
public sealed class DownstreamApi
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly CallSender _sender;

    internal DownstreamApi(string name, CallSender sender)
    {
        Name = name;
        _sender = sender;
    }

    /// <summary>The API's name in the configuration.</summary>
    public string Name { get; }

    /// <summary>Reads a resource.</summary>
    /// <param name="path">Relative to the base URL.</param>
    /// <param name="identity">The caller to call as, or <see cref="CallAs.App"/>.</param>
    /// <param name="type">How to read the JSON.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<T> GetAsync<T>(DownstreamPath path, CallAs identity, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, path, identity, null, new JsonAnswer<T>(type), cancellationToken);

    /// <summary>Sends a body for the API to act on, and reads its answer. It is never repeated by itself.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<TAnswer> PostAsync<TBody, TAnswer>(
        DownstreamPath path, TBody body, CallAs identity, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, path, identity, Json(body, bodyType), new JsonAnswer<TAnswer>(answerType), cancellationToken);

    /// <summary>Replaces a resource, and reads the answer.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<TAnswer> PutAsync<TBody, TAnswer>(
        DownstreamPath path, TBody body, CallAs identity, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, path, identity, Json(body, bodyType), new JsonAnswer<TAnswer>(answerType), cancellationToken);

    /// <summary>Changes a resource, and reads the answer. It is never repeated by itself.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<TAnswer> PatchAsync<TBody, TAnswer>(
        DownstreamPath path, TBody body, CallAs identity, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Patch, path, identity, Json(body, bodyType), new JsonAnswer<TAnswer>(answerType), cancellationToken);

    /// <summary>Deletes a resource; a body in the answer is not read.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task DeleteAsync(DownstreamPath path, CallAs identity, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, path, identity, null, NoAnswer.Instance, cancellationToken);

    /// <summary>
    /// Sends any body and gives the answer as soon as its header is there: bodies of any size pass without being held in memory.
    /// (In this app's built-in HTTP model the host holds a function's own request and response bodies in memory, up to 100 MB;
    /// only code of a function, such as a copy to blob storage, streams from end to end.)
    /// </summary>
    /// <param name="method">The method; a call is repeated by itself only if it is idempotent and its body is none or bytes.</param>
    /// <param name="path">Relative to the base URL.</param>
    /// <param name="identity">The caller to call as, or <see cref="CallAs.App"/>.</param>
    /// <param name="content">The body, such as <c>new StreamContent(stream)</c>, or null. The caller of this method disposes it.</param>
    /// <param name="cancellationToken">Ends the call; reading the answer's body takes a token of its own.</param>
    /// <returns>The answer, to be disposed.</returns>
    public Task<DownstreamAnswer> SendAsync(HttpMethod method, DownstreamPath path, CallAs identity, HttpContent? content, CancellationToken cancellationToken) =>
        CallAsync(method, path, identity, content, StreamedAnswer.Instance, cancellationToken);

    /// <summary>The path of an address in one of the API's answers, such as that of the next page.</summary>
    /// <exception cref="DownstreamException">The address is not under the base URL; nobody should follow it with a token.</exception>
    public DownstreamPath PathOf(string address) =>
        _sender.PathOf(address) ?? throw new DownstreamException(Name, DownstreamFailure.Unreadable);

    private Task<T> CallAsync<T>(
        HttpMethod method, DownstreamPath path, CallAs identity, HttpContent? content, Answer<T> answer, CancellationToken cancellationToken) =>
        _sender.SendAsync(new DownstreamCall<T>
        {
            Method = method,
            Path = path,
            Identity = identity,
            Content = content,
            Answer = answer,
            CallerGone = cancellationToken,
        });

    /// <summary>As bytes: their length is known, and they can be sent again.</summary>
    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = JsonType;
        return content;
    }
}
