using FunctionApp;
using FunctionApp.Clients.Orders;
using FunctionsObo.Authorization;
using FunctionsObo.Registration;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using TestSupport;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace FunctionsObo.Tests.Authorization;

public sealed class CallerSetParametersTests
{
    [Fact]
    public void No_function_of_the_app_has_a_parameter_that_a_caller_could_set() =>
        Assert.Empty(AccessTable.Read(typeof(Program).Assembly.GetTypes()).Errors);

    [Fact]
    public async Task A_function_with_such_a_parameter_stops_the_start_and_is_named()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(builder => Probes.Host(builder, typeof(Careless))));

        Assert.Equal(
            [
                "Function 'Name' takes the parameter 'name', which any caller can set by a query parameter of that name: read it from the request, or put it into the route.",
                "Function 'Token' takes the parameter 'cancellationToken', which any caller can set by a query parameter of that name: use context.CancellationToken of a FunctionContext.",
            ],
            error.Errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_trigger_the_context_route_values_and_bindings_are_fine() => Assert.Empty(AccessTable.Read([typeof(Careful)]).Errors);

    private static class Careless
    {
        [Function("Token")]
        [AllowAnonymous]
        public static void Token([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "token")] HttpRequestData request, CancellationToken cancellationToken) =>
            cancellationToken.ThrowIfCancellationRequested();

        [Function("Name")]
        [AllowAnonymous]
        public static string Name([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "names/{id}")] HttpRequestData request, string id, string name) => id + name;
    }

    private static class Careful
    {
        [Function("Fine")]
        [AllowAnonymous]
        public static string Fine(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "fine/{id:int}/{*rest}")] HttpRequestData request, int id, string rest, [FromBody] string body, FunctionContext context) =>
            id + rest + body + context.FunctionId;

        [Function("OnMessage")]
        public static string OnMessage([FakeTrigger] string message) => message;
    }
}
