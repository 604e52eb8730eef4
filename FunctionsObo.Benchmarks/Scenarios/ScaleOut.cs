using System.Diagnostics;
using FunctionsObo.Authentication;
using FunctionsObo.Benchmarks.Support;
using FunctionsObo.OnBehalfOf;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>
/// Tokens that instances share, by a cache in memory: what a warm request pays for it, and what a user costs whom another instance knows. What a real store takes comes on top. Then several
/// processes over a real one.
/// </summary>
internal static class ScaleOut
{
    private const int Users = 200;
    private const int WarmCalls = 200_000;
    private const int Turns = 15;

    private static readonly TimeSpan EndpointTime = TimeSpan.FromMilliseconds(100);

    public static async Task<Table> RunAsync()
    {
        var store = new MeasuredStore(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions { SizeLimit = null })));
        using var without = Rig.Start(CrowdSettings.All);
        using var one = Rig.StartSharing(store, CrowdSettings.All);
        using var other = Rig.StartSharing(store, CrowdSettings.All);
        var callers = await CallersAsync(one);
        var table = new Table("without a store", "with a store", "ratio");

        var warm = await WarmAsync([without, one], callers[0]);
        table.Row("warm request, caller to token: fastest turn", $"{warm[0].Nanoseconds:0} ns", $"{warm[1].Nanoseconds:0} ns", $"{warm[1].Nanoseconds / warm[0].Nanoseconds:0.00}");
        table.Row("warm request: bytes", $"{warm[0].Bytes:0}", $"{warm[1].Bytes:0}", "");

        await GetAllAsync(one, callers[..50]); // what is compiled once is compiled now
        await GetAllAsync(other, callers[..50]);
        one.Stub.Delay = EndpointTime;
        var exchanged = await GetAllAsync(one, callers[50..]);
        await store.WrittenAsync(Users);
        var found = await GetAllAsync(other, callers[50..]);
        table.Row("first call of a user: p50", $"{exchanged.Milliseconds(0.5):0.00} ms", $"{found.Milliseconds(0.5):0.000} ms", $"{found.Milliseconds(0.5) / exchanged.Milliseconds(0.5):0.0000}");
        table.Row("first call of a user: p99", $"{exchanged.Milliseconds(0.99):0.00} ms", $"{found.Milliseconds(0.99):0.000} ms", "");
        table.Row($"exchanges of the instance that found {Users} users", "", $"{other.Stub.Issued}", "");
        table.Row("size in the store", $"{TokenEndpointStub.TokenLength} B, the token", $"{store.LargestBytes} B", $"{(double)store.LargestBytes / TokenEndpointStub.TokenLength:0.00}");
        await ScaleOutProcesses.MeasureAsync(table);
        return table;
    }

    /// <summary>In turns of both: what disturbs the machine disturbs both.</summary>
    private static async Task<(double Nanoseconds, double Bytes)[]> WarmAsync(Rig[] rigs, Caller caller)
    {
        var providers = rigs.Select(rig => rig.Services.GetRequiredService<OboTokenProvider>()).ToArray();
        foreach (var provider in providers) await provider.GetTokenAsync(caller, Rig.Graph, CancellationToken.None);
        var times = providers.Select(_ => new List<double>()).ToArray();
        var bytes = new double[providers.Length];
        for (var turn = 0; turn < Turns; turn++)
        {
            for (var i = 0; i < providers.Length; i++)
            {
                var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
                for (var call = 0; call < WarmCalls; call++) await providers[i].GetTokenAsync(caller, Rig.Graph, CancellationToken.None); // there already, so that it stays on this thread
                bytes[i] = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / WarmCalls;
                times[i].Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds / WarmCalls);
            }
        }

        return [.. times.Select((some, i) => (some.Min(), bytes[i]))];
    }

    private static async Task<Caller[]> CallersAsync(Rig rig)
    {
        var way = new FunctionAppWay(rig.Services);
        var callers = new List<Caller>();
        foreach (var token in Crowd.Of(rig.Emulator, Users)) callers.Add(await way.AuthenticateAsync(new ArrivedRequest(token)));
        return [.. callers];
    }

    /// <summary>One after the other.</summary>
    private static async Task<Throughput> GetAllAsync(Rig rig, Caller[] callers)
    {
        var provider = rig.Services.GetRequiredService<OboTokenProvider>();
        var began = Stopwatch.GetTimestamp();
        var times = new List<TimeSpan>();
        foreach (var caller in callers) times.Add(await Load.TimeAsync(() => provider.GetTokenAsync(caller, Rig.Graph, CancellationToken.None).AsTask()));
        return new Throughput([.. times.Order()], Stopwatch.GetElapsedTime(began));
    }
}
