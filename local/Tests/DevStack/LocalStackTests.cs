using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using DevStack.Startup;
using FunctionApp.Functions;
using FunctionsHost.InProcess;
using TestSupport;

namespace Local.Tests.DevStack;

public sealed class LocalStackTests
{
    [Theory]
    [InlineData(WellKnown.AliceName, WellKnown.AliceObjectId)]
    [InlineData(WellKnown.BobName, WellKnown.BobObjectId)]
    public async Task A_users_token_fetches_their_own_profile_through_the_whole_chain(string name, string objectId)
    {
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>() }, CancellationToken.None);
        using var http = stack.Emulator.CreateClient();
        var token = await http.GetStringAsync(new Uri(stack.Emulator.Address, $"dev/token?user={name}"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        var me = await http.GetFromJsonAsync<JsonElement>(new Uri(stack.FunctionAppAddress!, "api/me"));

        Assert.Equal(objectId, me.GetProperty("id").GetString());
        var seen = Assert.Single(stack.Graph.Seen.Newest);
        Assert.Equal((WellKnown.GraphIdUri, objectId, WellKnown.FunctionAppClientId), (seen.Aud, seen.Oid, seen.Azp));
        Assert.Empty(stack.Orders.Seen.Newest);
    }

    [Fact]
    public async Task Without_the_app_everything_else_runs()
    {
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None);

        Assert.Null(stack.FunctionApp);
        Assert.Null(stack.FunctionAppAddress);
        Assert.Equal(stack.Emulator.Address.ToString(), stack.Settings["AzureAd:Instance"]);
    }

    [Fact]
    public async Task A_stopped_stack_listens_no_more()
    {
        var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>() }, CancellationToken.None);
        Uri[] addresses = [stack.Emulator.Address, stack.Graph.Address, stack.Orders.Address, stack.FunctionAppAddress!];

        await stack.DisposeAsync();

        foreach (var address in addresses)
            Assert.False(await ListensAsync(address), $"{address} still listens");
    }

    [Fact]
    public async Task Settings_given_by_the_caller_win()
    {
        var options = LocalStackOptions.OnFreePorts with
        {
            App = AppInProcess.Of<Program>(),
            FunctionAppSettings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["AzureAd:ClientId"] = "not a client id" },
        };

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => LocalStack.StartAsync(options, CancellationToken.None));

        Assert.Contains("ClientId", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FunctionAppPort")]
    [InlineData("EmulatorPort")]
    [InlineData("GraphPort")]
    [InlineData("OrdersPort")]
    public async Task A_taken_port_is_named_with_its_option(string option)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        string[] args = ["--FunctionAppPort=0", "--EmulatorPort=0", "--GraphPort=0", "--OrdersPort=0", $"--{option}={port}"];
        var options = Arguments.Parse(args, _ => null) with { App = AppInProcess.Of<Program>(), Quiet = true };

        var failure = await Assert.ThrowsAsync<StartException>(() => LocalStack.StartAsync(options, CancellationToken.None));

        Assert.Contains($"Port {port} ", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"--{option}", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> ListensAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
