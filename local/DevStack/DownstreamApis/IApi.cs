using EntraEmulator.StackFiles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DevStack.DownstreamApis;

/// <summary>What differs between the downstream APIs; everything around it is the same for all.</summary>
internal interface IApi
{
    /// <summary>The <c>aud</c> of tokens for this API, and of no others.</summary>
    string Audience { get; }

    /// <summary>What stands before every path of the API, without a slash at its beginning and with one at its end; empty for nothing.</summary>
    string BasePath { get; }

    /// <summary>Adds the endpoints, each with the permission that it needs.</summary>
    void Map(IEndpointRouteBuilder endpoints);

    /// <summary>Answers from now on by what its section says now, for the users that there are now.</summary>
    void Take(ApiDefinition definition);

    /// <summary>Writes a refusal in the shape that clients of this API know. The status is set already.</summary>
    Task WriteRefusalAsync(HttpContext context, string reason);
}
