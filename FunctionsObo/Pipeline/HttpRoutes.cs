using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace FunctionsObo.Pipeline;

/// <summary>What telemetry calls the requests to a function: the route that they came by. As many as there are functions and methods.</summary>
internal sealed class HttpRoutes(IConfiguration configuration)
{
    /// <summary>Where the settings name the prefix.</summary>
    public const string PrefixKey = "AzureFunctionsJobHost:extensions:http:routePrefix";

    /// <summary>The prefix when nobody names one (https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook#hostjson-settings).</summary>
    public const string DefaultPrefix = "api";

    private const string OtherMethod = "_OTHER";

    /// <summary>The methods that a name may have in it: all others are one (https://opentelemetry.io/docs/specs/semconv/http/http-spans/#name).</summary>
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "QUERY"];

    private static readonly JsonDocumentOptions HostJson = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly ConcurrentDictionary<(string Function, string Method), HttpRoute> _routes = new();

    /// <summary>The route of a request.</summary>
    public HttpRoute Of(FunctionDefinition function, string method)
    {
        var known = Array.IndexOf(Methods, method) is >= 0 and var index ? Methods[index] : OtherMethod;
        return _routes.TryGetValue((function.Name, known), out var route) ? route : _routes.GetOrAdd((function.Name, known), Make(function, known));
    }

    private HttpRoute Make(FunctionDefinition function, string method)
    {
        var trigger = function.Parameters.SelectMany(parameter => parameter.Properties.Values).OfType<HttpTriggerAttribute>().FirstOrDefault();
        var template = $"{Prefix(function)}/{(trigger?.Route ?? function.Name).Trim('/')}";
        return new HttpRoute(method, template, $"{(method == OtherMethod ? "HTTP" : method)} {template}");
    }

    /// <summary>As the host has it: of the settings, else of host.json, which lies beside the app.</summary>
    private string Prefix(FunctionDefinition function)
    {
        var prefix = configuration[PrefixKey]
            ?? PrefixIn(Path.Combine(Path.GetDirectoryName(function.PathToAssembly) ?? "", "host.json"))
            ?? DefaultPrefix;
        return prefix.Trim('/') is { Length: > 0 } some ? $"/{some}" : "";
    }

    /// <summary>The prefix that a host.json names; null when it names none, or is not there.</summary>
    public static string? PrefixIn(string file)
    {
        try
        {
            using var host = JsonDocument.Parse(File.ReadAllBytes(file), HostJson);
            return host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // the host has its default then, or does not start
        }
    }
}

/// <summary>How requests of one method to one function are called.</summary>
/// <param name="Method">The method, <c>_OTHER</c> for those that nobody knows.</param>
/// <param name="Template">The route, <c>/api/orders/{id}</c>.</param>
/// <param name="SpanName">Both, <c>GET /api/orders/{id}</c>.</param>
internal sealed record HttpRoute(string Method, string Template, string SpanName);
