using DevStack.DownstreamApis.Authentication;
using EntraEmulator.StackFiles;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DevStack.DownstreamApis.Graph;

/// <summary>
/// The part of Microsoft Graph v1.0 about the signed-in user, in Graph's own JSON:
/// https://learn.microsoft.com/graph/api/user-get and https://learn.microsoft.com/graph/api/user-list-memberof.
/// </summary>
internal sealed class GraphApi(string audience, DownstreamApiOptions options) : IApi
{
    public string Audience => audience;

    public string BasePath => "graph/v1.0/";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var me = endpoints.MapGroup($"/{BasePath}me").RequireScope("User.Read");
        me.MapGet("", context => AnswerAsync(context, GraphUser.From));
        me.MapGet("/memberOf", context => AnswerAsync(context, user => GraphGroupPage.From(options.IdentityProvider.Directory.GroupsOf(user), context.Request)));
    }

    /// <summary>Nothing to do: it asks the directory each time.</summary>
    public void Take(ApiDefinition definition)
    {
    }

    public Task WriteRefusalAsync(HttpContext context, string reason) => GraphError.WriteAsync(context, CodeFor(context.Response.StatusCode), reason, options.TimeProvider);

    private static string CodeFor(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "InvalidAuthenticationToken",
        StatusCodes.Status403Forbidden => "Authorization_RequestDenied",
        StatusCodes.Status404NotFound => "ResourceNotFound",
        _ => "BadRequest",
    };

    private Task AnswerAsync<TAnswer>(HttpContext context, Func<User, TAnswer> answer)
    {
        var key = context.User.UserKey();
        if (options.IdentityProvider.Directory.FindUser(key.TenantId.ToString(), key.ObjectId.ToString()) is { } user)
            return context.Response.WriteAsJsonAsync(answer(user), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return GraphError.WriteAsync(context, "Request_ResourceNotFound", $"Resource '{key.ObjectId}' does not exist.", options.TimeProvider);
    }
}
