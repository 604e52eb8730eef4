using System.Collections.Immutable;
using FunctionsHost.Diagnostics;
using FunctionsHost.Functions;
using FunctionsHost.Rpc;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestSupport;

namespace Local.Tests.FunctionsHost;

/// <summary>Workers that nobody has started, and workers that say what makes no sense.</summary>
public class WorkerRefusalTests
{
    private static readonly Method<StreamingMessage, StreamingMessage> Stream = new(
        MethodType.DuplexStreaming,
        "AzureFunctionsRpcMessages.FunctionRpc",
        "EventStream",
        Marshallers.Create(message => message.ToByteArray(), StreamingMessage.Parser.ParseFrom),
        Marshallers.Create(message => message.ToByteArray(), StreamingMessage.Parser.ParseFrom));

    [Fact]
    public async Task Stranger_is_not_let_in()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Equal(StatusCode.PermissionDenied, await ConnectAsync(app, new StreamingMessage { StartStream = new StartStream { WorkerId = Guid.NewGuid().ToString() } }));
        Assert.Equal(StatusCode.InvalidArgument, await ConnectAsync(app, new StreamingMessage { RpcLog = new RpcLog() }));
        Assert.Equal("fine", await app.Client.GetStringAsync("/api/fine"));
    }

    [Fact]
    public async Task Worker_that_has_connected_cannot_connect_again()
    {
        await using var app = await LocalApp.StartAsync<Functions>();
        var id = app.Host.Services.GetRequiredService<IConfiguration>()["Functions:Worker:WorkerId"];

        Assert.Equal(StatusCode.PermissionDenied, await ConnectAsync(app, new StreamingMessage { StartStream = new StartStream { WorkerId = id } }));
        Assert.Equal("fine", await app.Client.GetStringAsync("/api/fine"));
    }

    [Theory]
    [InlineData("{ broken", "A binding of function 'Odd' cannot be read")]
    [InlineData("[]", "A binding of function 'Odd' cannot be read")]
    [InlineData("""{ "direction": "In", "type": "httpTrigger" }""", "has a binding without a name or a type")]
    [InlineData("""{ "name": 1, "direction": "In", "type": "httpTrigger" }""", "has a binding without a name or a type")]
    [InlineData("""{ "name": "r", "direction": "In" }""", "has a binding without a name or a type")]
    public void Binding_that_makes_no_sense_is_refused_in_a_sentence(string binding, string told)
    {
        var refusal = Assert.Throws<FunctionsHostException>(() => HostedFunction.Read(new RpcFunctionMetadata { Name = "Odd", RawBindings = { binding } }));

        Assert.Contains(told, refusal.Message);
    }

    [Theory]
    [InlineData("Odd", """{ "name": "r", "direction": "In", "type": "blob" }""", "has no trigger")]
    [InlineData("1st", """{ "name": "r", "direction": "In", "type": "httpTrigger" }""", "has a name that the host refuses")]
    [InlineData("Host", """{ "name": "r", "direction": "In", "type": "httpTrigger" }""", "has a name that the host refuses")]
    [InlineData("fine", """{ "name": "r", "direction": "In", "type": "httpTrigger" }""", "name of another function")]
    public async Task Function_that_makes_no_sense_is_not_run_and_the_others_are(string name, string binding, string told)
    {
        await using var app = await LocalApp.StartAsync<Functions>(builder =>
        {
            var known = (IFunctionMetadataProvider)builder.Services.Last(service => service.ServiceType == typeof(IFunctionMetadataProvider)).ImplementationInstance!;
            builder.Services.AddSingleton<IFunctionMetadataProvider>(new And(known, name, binding));
        });

        Assert.Equal("fine", await app.Client.GetStringAsync("/api/fine"));
        var error = Assert.Single(app.Logs.Entries, log => log.Level == LogLevel.Error);
        Assert.StartsWith($"Function {name} is not run.", error.Message);
        Assert.Contains(told, error.Message);
    }

    private static async Task<StatusCode> ConnectAsync(LocalApp app, StreamingMessage first)
    {
        using var channel = GrpcChannel.ForAddress(app.Host.Services.GetRequiredService<IConfiguration>()["Functions:Worker:HostEndpoint"]!);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Stream, host: null, default);
        await call.RequestStream.WriteAsync(first);
        return (await Assert.ThrowsAsync<global::Grpc.Core.RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None))).StatusCode;
    }

    private sealed class And(IFunctionMetadataProvider known, string name, string binding) : IFunctionMetadataProvider
    {
        public async Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory)
        {
            var functions = await known.GetFunctionMetadataAsync(directory);
            return functions.Add(new DefaultFunctionMetadata
            {
                Name = name,
                EntryPoint = functions[0].EntryPoint,
                ScriptFile = functions[0].ScriptFile,
                Language = functions[0].Language,
                RawBindings = [binding],
            });
        }
    }

    internal sealed class Functions
    {
        [Function("Fine")]
        public string Fine([HttpTrigger] HttpRequestData request) => "fine";
    }
}
