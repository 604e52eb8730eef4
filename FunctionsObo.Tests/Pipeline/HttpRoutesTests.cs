using System.Collections.Immutable;
using FunctionsObo.Pipeline;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace FunctionsObo.Tests.Pipeline;

public sealed class HttpRoutesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("routes-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("orders/{id}", "GET", "GET /api/orders/{id}", "GET")]
    [InlineData("/orders/{*rest}", "POST", "POST /api/orders/{*rest}", "POST")]
    [InlineData(null, "GET", "GET /api/Orders", "GET")]
    [InlineData("orders", "get", "HTTP /api/orders", "_OTHER")]
    [InlineData("orders", "PROPFIND", "HTTP /api/orders", "_OTHER")]
    public void Requests_are_named_by_method_and_route(string? route, string method, string name, string shown)
    {
        var found = Routes().Of(new Definition(_folder, route), method);

        Assert.Equal((name, shown), (found.SpanName, found.Method));
    }

    [Theory]
    [InlineData(null, "/api/orders")]
    [InlineData("""{ "version": "2.0" }""", "/api/orders")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "v1/shop" } } }""", "/v1/shop/orders")]
    [InlineData("""{ /* none */ "extensions": { "http": { "routePrefix": "", }, } }""", "/orders")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": 1 } } }""", "/api/orders")]
    [InlineData("{", "/api/orders")]
    public async Task The_prefix_is_that_of_host_json(string? file, string template)
    {
        if (file is not null) await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "host.json"), file);

        Assert.Equal(template, Routes().Of(new Definition(_folder, "orders"), "GET").Template);
    }

    [Fact]
    public void The_settings_win_over_host_json() => Assert.Equal(
        "/own/orders", Routes(("AzureFunctionsJobHost:extensions:http:routePrefix", "own")).Of(new Definition(_folder, "orders"), "GET").Template);

    private static HttpRoutes Routes(params (string Key, string Value)[] settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());

    private sealed class Definition(DirectoryInfo folder, string? route) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters { get; } =
            [new("request", typeof(object), new Dictionary<string, object>(StringComparer.Ordinal) { ["bindingAttribute"] = new HttpTriggerAttribute { Route = route } })];

        public override string PathToAssembly => Path.Combine(folder.FullName, "App.dll");

        public override string EntryPoint => "Orders.Run";

        public override string Id => "1";

        public override string Name => "Orders";

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }
}
