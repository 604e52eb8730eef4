using FunctionApp.Tests.FunctionsWorker.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Tests.FunctionsWorker;

/// <summary>What the real worker or host would refuse, or this host cannot do, stops the start with a sentence that names it.</summary>
public class DiscoveryTests
{
    [Theory]
    [InlineData(typeof(SameName), "'same'", "SameName.One", "SameName.Two")]
    [InlineData(typeof(SameRoute), "'First' and 'Second'", "GET api/Things")]
    [InlineData(typeof(NoTrigger), "'NoTrigger'", "has no trigger")]
    [InlineData(typeof(TwoTriggers), "'TwoTriggers'", "more than one trigger")]
    [InlineData(typeof(BadName), "'1st'", "name that the host refuses")]
    [InlineData(typeof(ReservedName), "'Host'", "name that the host refuses")]
    [InlineData(typeof(NotPublic), "'NotPublic'", "is not public")]
    [InlineData(typeof(Overloaded), "'Overloaded'", "shares its method name")]
    [InlineData(typeof(Abstract), "'Abstract'", "cannot be created")]
    [InlineData(typeof(Generic<>), "'Generic'", "is generic")]
    [InlineData(typeof(NoConstructor), "'NoConstructor'", "constructor")]
    [InlineData(typeof(AsyncVoid), "'AsyncVoid'", "Return Task")]
    [InlineData(typeof(ReturnsValueTask), "'ReturnsValueTask'", "Return a Task")]
    [InlineData(typeof(BadRoute), "'BadRoute'", "api/{id")]
    [InlineData(typeof(UnknownConstraint), "'UnknownConstraint'", "nosuch")]
    [InlineData(typeof(RootedRoute), "'RootedRoute'", "api//x")]
    [InlineData(typeof(Poco), "'Poco'", "'order'", "[FromBody]")]
    [InlineData(typeof(PocoTrigger), "'PocoTrigger'", "'order'", "HttpRequestData")]
    [InlineData(typeof(ByReference), "'ByReference'", "'id'", "by reference")]
    [InlineData(typeof(InputBinding), "'InputBinding'", "'blob'", "func start")]
    [InlineData(typeof(OutputBinding), "'OutputBinding'", "QueueOutputAttribute", "func start")]
    public async Task Function_that_cannot_be_hosted_stops_the_start(Type functions, params string[] told)
    {
        var refusal = await LocalApp.RefusalAsync(functions);

        Assert.All(told, part => Assert.Contains(part, refusal.Message));
    }

    [Fact]
    public async Task Static_and_internal_functions_are_fine()
    {
        await using var app = await LocalApp.StartAsync(typeof(StaticFunctions));

        Assert.Equal("static", await app.Client.GetStringAsync("/api/static"));
    }

    private static class StaticFunctions
    {
        [Function("Static")]
        public static string Run([HttpTrigger] HttpRequestData request) => "static";
    }

    private sealed class SameName
    {
        [Function("Same")]
        public void One([HttpTrigger] HttpRequestData request) { }

        [Function("same")]
        public void Two([HttpTrigger] HttpRequestData request) { }
    }

    private sealed class SameRoute
    {
        [Function("First")]
        public void One([HttpTrigger("get", "post", Route = "things")] HttpRequestData request) { }

        [Function("Second")]
        public void Two([HttpTrigger("GET", Route = "Things")] HttpRequestData request) { }
    }

    private sealed class NoTrigger
    {
        [Function("NoTrigger")]
        public void Run(HttpRequestData request) { }
    }

    private sealed class TwoTriggers
    {
        [Function("TwoTriggers")]
        public void Run([HttpTrigger] HttpRequestData one, [HttpTrigger] HttpRequestData two) { }
    }

    private sealed class BadName
    {
        [Function("1st")]
        public void Run([HttpTrigger] HttpRequestData request) { }
    }

    private sealed class ReservedName
    {
        [Function("Host")]
        public void Run([HttpTrigger] HttpRequestData request) { }
    }

    private sealed class NotPublic
    {
        [Function("NotPublic")]
        internal void Run([HttpTrigger] HttpRequestData request) { }
    }

    private sealed class Overloaded
    {
        [Function("Overloaded")]
        public void Run([HttpTrigger] HttpRequestData request) { }

        public void Run() { }
    }

    private abstract class Abstract
    {
        [Function("Abstract")]
        public void Run([HttpTrigger] HttpRequestData request) { }
    }

    private sealed class Generic<T>
    {
        [Function("Generic")]
        public void Run([HttpTrigger] HttpRequestData request, T value) { }
    }

    private sealed class NoConstructor
    {
        private NoConstructor() { }

        public static NoConstructor Only { get; } = new();

        [Function("NoConstructor")]
        public void Run([HttpTrigger] HttpRequestData request) { }
    }

    private sealed class AsyncVoid
    {
        [Function("AsyncVoid")]
#pragma warning disable MA0155 // That is the point.
        public async void Run([HttpTrigger] HttpRequestData request) => await Task.Yield();
#pragma warning restore MA0155
    }

    private sealed class ReturnsValueTask
    {
        [Function("ReturnsValueTask")]
        public ValueTask<string> Run([HttpTrigger] HttpRequestData request) => new("");
    }

    private sealed class BadRoute
    {
        [Function("BadRoute")]
        public void Run([HttpTrigger(Route = "{id")] HttpRequestData request) { }
    }

    private sealed class UnknownConstraint
    {
        [Function("UnknownConstraint")]
        public void Run([HttpTrigger(Route = "{id:nosuch}")] HttpRequestData request) { }
    }

    private sealed class RootedRoute
    {
        [Function("RootedRoute")]
        public void Run([HttpTrigger(Route = "/x")] HttpRequestData request) { }
    }

    private sealed record Order(int Count);

    private sealed class Poco
    {
        [Function("Poco")]
        public void Run([HttpTrigger] HttpRequestData request, Order order) { }
    }

    private sealed class PocoTrigger
    {
        [Function("PocoTrigger")]
        public void Run([HttpTrigger] Order order) { }
    }

    private sealed class ByReference
    {
        [Function("ByReference")]
        public void Run([HttpTrigger] HttpRequestData request, ref int id) { }
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class BlobInputAttribute : InputBindingAttribute;

    private sealed class InputBinding
    {
        [Function("InputBinding")]
        public void Run([HttpTrigger] HttpRequestData request, [BlobInput] string blob) { }
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class QueueOutputAttribute : OutputBindingAttribute;

    private sealed class OutputBinding
    {
        [Function("OutputBinding")]
        [QueueOutput]
        public string Run([HttpTrigger] HttpRequestData request) => "";
    }
}
