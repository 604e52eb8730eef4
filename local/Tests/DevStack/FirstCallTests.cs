using System.Reflection;
using DevStack.Output;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Local.Tests.DevStack;

public sealed class FirstCallTests
{
    [Fact]
    public void Of_this_app_it_is_the_profile() => Assert.Equal("me", FirstCall.RouteIn(typeof(Program).Assembly));

    [Fact]
    public void It_is_the_shortest_route_that_a_user_may_get_without_a_value_in_it() => Assert.Equal("orders", FirstCall.RouteIn(new Functions(typeof(Fits), typeof(FitsNot))));

    [Fact]
    public void An_app_may_have_none() => Assert.Null(FirstCall.RouteIn(new Functions(typeof(FitsNot))));

    private sealed class Functions(params Type[] types) : Assembly
    {
        public override Type[] GetTypes() => types;
    }

    [RequiredScope("access_as_user")]
    private sealed class Fits
    {
        [Function("All")]
        public static void All([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/all")] HttpRequestData request) => _ = request;

        [Function("List")]
        public static void List([HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "orders")] HttpRequestData request) => _ = request;
    }

    [RequiredScope("access_as_user")]
    private sealed class FitsNot
    {
        [Function("Open"), AllowAnonymous]
        public static void Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a")] HttpRequestData request) => _ = request;

        [Function("Report"), RequiredAppRole("Read.All")]
        public static void Report([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "b")] HttpRequestData request) => _ = request;

        [Function("Place")]
        public static void Place([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "c")] HttpRequestData request) => _ = request;

        [Function("One")]
        public static void One([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{d}")] HttpRequestData request) => _ = request;
    }
}
