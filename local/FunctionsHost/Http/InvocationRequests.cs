using System.Diagnostics;
using FunctionsHost.Functions;
using FunctionsHost.Rpc;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace FunctionsHost.Http;

/// <summary>Puts an HTTP request into the message that a worker gets, in the shape that Azure's host gives it.</summary>
internal static class InvocationRequests
{
    /// <summary>The most that a request body may hold, in bytes: the host's own limit.</summary>
    public const long BodyLimit = 104_857_600;

    /// <summary>Reads the request whole.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger than the limit, or broken.</exception>
    public static async Task<InvocationRequest> CreateAsync(HostedFunction function, HttpRequest request, bool bodyIsForwarded)
    {
        // A body without a length (chunked) is not passed on: Azure's host looks at Content-Length alone.
        var body = request.ContentLength > 0 && !bodyIsForwarded ? await ReadAsync(request) : null;
        var invocation = Create(function);
        invocation.InputData.Add(new ParameterBinding
        {
            Name = function.Trigger.Name,
            Data = new TypedData { Http = bodyIsForwarded ? RouteValues(request, new RpcHttp()) : ToRpc(request, body) },
        });
        TriggerMetadata.Add(invocation.TriggerMetadata, request, body);
        return invocation;
    }

    /// <summary>An invocation without any data yet; its trace is the host's current one.</summary>
    private static InvocationRequest Create(HostedFunction function) => new()
    {
        InvocationId = Guid.NewGuid().ToString(),
        FunctionId = function.Metadata.FunctionId,
        TraceContext = new RpcTraceContext { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" },
    };

    /// <summary>An invocation by a trigger that brings a text.</summary>
    public static InvocationRequest Create(HostedFunction function, string input)
    {
        var invocation = Create(function);
        invocation.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = new TypedData { String = input } });
        return invocation;
    }

    private static async Task<ByteString> ReadAsync(HttpRequest request) =>
        await ByteString.FromStreamAsync(request.Body, request.HttpContext.RequestAborted);

    private static RpcHttp ToRpc(HttpRequest request, ByteString? body)
    {
        var http = new RpcHttp
        {
            Method = request.Method,
            // The header as it came: reading it as a host throws on names that are none, and the function is to see those too.
            Url = $"{request.Scheme}://{request.Headers.Host}{request.Path}{request.QueryString}",
        };
        if (body is not null) http.Body = new TypedData { Bytes = body };
        foreach (var (name, values) in request.Headers) http.NullableHeaders[name.ToLowerInvariant()] = new NullableString { Value = values.ToString() };
        foreach (var (name, values) in request.Query) http.NullableQuery[name] = new NullableString { Value = values.ToString() };
        foreach (var identity in request.HttpContext.User.Identities)
        {
            http.Identities.Add(new RpcClaimsIdentity
            {
                NameClaimType = new NullableString { Value = identity.NameClaimType },
                RoleClaimType = new NullableString { Value = identity.RoleClaimType },
            });
        }

        return RouteValues(request, http);
    }

    private static RpcHttp RouteValues(HttpRequest request, RpcHttp http)
    {
        foreach (var (name, value) in request.RouteValues)
        {
            if (value?.ToString() is { } text) http.NullableParams[name] = new NullableString { Value = text };
        }

        return http;
    }
}
