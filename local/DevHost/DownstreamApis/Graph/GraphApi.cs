using DevHost.DownstreamApis.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DevHost.DownstreamApis.Graph;

/// <summary>
/// The part of Microsoft Graph v1.0 about the signed-in user, in Graph's own JSON:
/// https://learn.microsoft.com/graph/api/user-get and https://learn.microsoft.com/graph/api/user-list-memberof.
/// </summary>
internal sealed class GraphApi(DownstreamApiOptions options) : IApi
{
    private readonly Dictionary<UserKey, Person> _people = options.People.ToDictionary(person => person.Key);

    public string Audience => "https://graph.microsoft.com";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var me = endpoints.MapGroup("/graph/v1.0/me").RequireScope("User.Read");
        me.MapGet("", context => AnswerAsync(context, GraphUser.From));
        me.MapGet("/memberOf", context => AnswerAsync(context, person => GraphGroupPage.From(person, context.Request)));
    }

    public Task WriteRefusalAsync(HttpContext context, string reason) => GraphError.WriteAsync(context, CodeFor(context.Response.StatusCode), reason, options.TimeProvider);

    private static string CodeFor(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "InvalidAuthenticationToken",
        StatusCodes.Status403Forbidden => "Authorization_RequestDenied",
        StatusCodes.Status404NotFound => "ResourceNotFound",
        _ => "BadRequest",
    };

    private Task AnswerAsync<TAnswer>(HttpContext context, Func<Person, TAnswer> answer)
    {
        var user = context.User.UserKey();
        if (_people.TryGetValue(user, out var person))
            return context.Response.WriteAsJsonAsync(answer(person), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return GraphError.WriteAsync(context, "Request_ResourceNotFound", $"Resource '{user.ObjectId}' does not exist.", options.TimeProvider);
    }
}
