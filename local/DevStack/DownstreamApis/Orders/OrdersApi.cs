using System.Security.Claims;
using DevStack.DownstreamApis.Authentication;
using EntraEmulator.StackFiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DevStack.DownstreamApis.Orders;

/// <summary>An API of our own, as FunctionApp's users have many: its own audience, scopes for users, one role for applications.</summary>
internal sealed class OrdersApi(string audience, DownstreamApiOptions options) : IApi
{
    private const string Read = "Orders.Read";
    private const string ReadWrite = "Orders.ReadWrite";
    private const string ReadAll = "Orders.Read.All";

    private readonly OrderBook _book = new(options.IdentityProvider.Directory.Users, options.TimeProvider);

    public string Audience => audience;

    public string BasePath => "";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var orders = endpoints.MapGroup("/orders");
        orders.MapGet("", (ClaimsPrincipal user) => _book.Of(user.UserKey())).RequireScope(Read, ReadWrite);
        orders.MapGet("/{id}", Find).RequireScope(Read, ReadWrite);
        orders.MapPost("", Place).RequireScope(ReadWrite);
        orders.MapGet("/summary", _book.Summary).RequireAppRole(ReadAll);
    }

    /// <summary>Those who are new get their first orders.</summary>
    public void Take(ApiDefinition definition) => _book.Welcome(options.IdentityProvider.Directory.Users);

    public Task WriteRefusalAsync(HttpContext context, string reason) =>
        Results.Problem(reason, statusCode: context.Response.StatusCode).ExecuteAsync(context);

    private IResult Find(ClaimsPrincipal user, string id) => _book.Find(user.UserKey(), id) is { } order ? Results.Ok(order)
        : Results.Problem("You have no order with this id.", statusCode: StatusCodes.Status404NotFound);

    private IResult Place(ClaimsPrincipal user, NewOrder asked)
    {
        var errors = asked.Errors();
        if (errors.Count > 0)
            return Results.ValidationProblem(errors);
        var placed = _book.Place(user.UserKey(), asked.Product!, asked.Quantity!.Value, asked.Note);
        return Results.Created($"/orders/{placed.Id}", placed);
    }
}
