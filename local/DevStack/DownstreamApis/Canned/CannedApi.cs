using EntraEmulator.StackFiles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DevStack.DownstreamApis.Canned;

/// <summary>An API that is data: its routes and answers are those of its section in the stack file, and may change while it runs.</summary>
internal sealed class CannedApi : IApi
{
    private readonly CannedEndpoints _endpoints;

    public CannedApi(ApiDefinition definition) => (Audience, _endpoints) = (definition.Audience, new CannedEndpoints(definition.Routes));

    public string Audience { get; }

    public string BasePath => "";

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.DataSources.Add(_endpoints);

    public void Take(ApiDefinition definition) => _endpoints.Take(definition.Routes);

    public Task WriteRefusalAsync(HttpContext context, string reason) => Results.Problem(reason, statusCode: context.Response.StatusCode).ExecuteAsync(context);
}
