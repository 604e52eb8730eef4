using FunctionsHost;
using FunctionsHost.InProcess;
using FunctionsObo.Authorization;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace Local.Tests.TestSupport;

public class ReflectedFunctionsTests
{
    [Fact]
    public async Task Functions_of_a_test_take_the_place_of_those_that_were_generated_into_an_app()
    {
        using var directory = new AppFiles().Write();
        var app = AppInProcess.Of<Program>() with
        {
            Configure = (builder, _) =>
            {
                builder.Configuration.AddInMemoryCollection(BuiltApp.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
                builder.UseFunctionsFrom(typeof(Functions)).Services.AddSingleton(AccessTable.Read([typeof(Functions)]));
            },
        };
        await using var host = await HostedApp.StartAsync(app, new FunctionsHostOptions { Port = 0, SettingsDirectory = directory.Path }, CancellationToken.None);
        using var client = new HttpClient { BaseAddress = host.Address };

        Assert.Equal("mine", await client.GetStringAsync("api/mine"));
        Assert.Equal(404, (int)(await client.GetAsync("api/health")).StatusCode);
    }

    internal sealed class Functions
    {
        [Function("Mine")]
        [AllowAnonymous]
        public string Mine([HttpTrigger] HttpRequestData request) => "mine";
    }
}
