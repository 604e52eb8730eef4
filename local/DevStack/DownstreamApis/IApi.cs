using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DevStack.DownstreamApis;

/// <summary>What differs between the downstream APIs; everything around it is the same for both.</summary>
internal interface IApi
{
    /// <summary>The <c>aud</c> of tokens for this API, and of no others.</summary>
    string Audience { get; }

    /// <summary>Adds the endpoints, each with the permission that it needs.</summary>
    void Map(IEndpointRouteBuilder endpoints);

    /// <summary>Writes a refusal in the shape that clients of this API know. The status is set already.</summary>
    Task WriteRefusalAsync(HttpContext context, string reason);
}
