using FunctionApp.Authentication;
using FunctionApp.Benchmarks.Support;
using FunctionApp.OnBehalfOf;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>What a user costs in memory: the remembered validation, and each cached downstream token.</summary>
internal static class HeapPerUser
{
    private const int Users = 20_000;

    public static async IAsyncEnumerable<Measure> RunAsync()
    {
        using var rig = Rig.Start(CrowdSettings.All);
        var app = new FunctionAppWay(rig.Services);
        var tokens = rig.Services.GetRequiredService<OboTokenProvider>();
        var crowd = Crowd.Of(rig.Emulator, Users + 1);
        await app.RunAsync(new ArrivedRequest(crowd[Users])); // whatever is made once is made now

        var empty = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Users; i++) await app.AuthenticateAsync(new ArrivedRequest(crowd[i]));
        var validated = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Users; i++) await tokens.GetTokenAsync(await app.AuthenticateAsync(new ArrivedRequest(crowd[i])), Rig.Graph, CancellationToken.None);
        var exchanged = GC.GetTotalMemory(forceFullCollection: true);

        GC.KeepAlive(crowd);
        yield return new Measure("heap per remembered token", "–", $"{(validated - empty) / Users} bytes");
        yield return new Measure(
            $"heap per cached user and API, tokens of {TokenEndpointStub.TokenLength} characters", "≤ 3072 bytes", $"{(exchanged - validated) / Users} bytes");
    }
}
