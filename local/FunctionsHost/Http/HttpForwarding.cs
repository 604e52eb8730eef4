using FunctionsHost.Functions;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace FunctionsHost.Http;

/// <summary>
/// For workers that answer HTTP by themselves (ASP.NET Core integration): the request goes there as it is, and beside it an
/// invocation without a body; the worker brings the two together by the invocation's id.
/// </summary>
internal sealed class HttpForwarding(IHttpForwarder forwarder, Invocations invocations) : IDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";

    private static readonly ForwarderRequestConfig Patience = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = PatientConnection.OpenAsync,
        ActivityHeadersPropagator = null, // the caller's own trace headers go through as they are
    });

    /// <exception cref="FunctionFailedException">The function failed, or the worker did not take the request.</exception>
    public async Task RunAsync(HttpContext http, Worker worker, HostedFunction function, Uri address)
    {
        var request = await InvocationRequests.CreateAsync(function, http.Request, bodyIsForwarded: true);
        http.Request.Headers[InvocationHeader] = request.InvocationId;
        var forwarded = forwarder.SendAsync(http, address.AbsoluteUri, _client, Patience).AsTask();
        await invocations.RunAsync(worker, request, function.Name, http.RequestAborted);
        if (await forwarded is var error and not ForwarderError.None && !http.RequestAborted.IsCancellationRequested)
            throw new FunctionFailedException(function.Name, $"its worker did not take the request ({error})");
    }

    public void Dispose() => _client.Dispose();
}
