using BenchmarkDotNet.Attributes;
using FunctionApp.Functions;
using FunctionsObo.Benchmarks.Support;
using FunctionsObo.OnBehalfOf;

namespace FunctionsObo.Benchmarks.Identity;

/// <summary>
/// The identity work of a warm request, by the number of users who take turns. The requests' headers are made just before, as
/// they are when a request comes: what is cold is what the app keeps of its users, not what the benchmark keeps of its requests.
/// </summary>
[WarmupCount(300)]
[IterationCount(300)]
[GcForce(false)]
public class ManyUsers
{
    private const int Requests = 256;
    private const int Most = 100_000;

    /// <summary>A prime, so that each user has a turn, none soon after its neighbour.</summary>
    private const int Stride = 48_271;

    private readonly ArrivedRequest[] _requests = new ArrivedRequest[Requests];
    private Rig _rig = null!;
    private FunctionAppWay _functionApp = null!;
    private string[] _tokens = [];
    private int _next;

    [Params(1, Most)]
    public int Users { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _rig = Rig.Start(CrowdSettings.All);
        _functionApp = new FunctionAppWay(_rig.Services);
        _tokens = Crowd.Of(_rig.Emulator, Users);
        Parallel.ForEachAsync(_tokens, async (token, _) => await _functionApp.RunAsync(new ArrivedRequest(token))).GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _rig.Dispose();
        _tokens = [];
    }

    [IterationSetup]
    public void Arrive()
    {
        for (var i = 0; i < Requests; i++)
        {
            _next = (_next + Stride) % Users;
            _requests[i] = new ArrivedRequest(_tokens[_next]);
        }
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public async Task<DownstreamToken?> In_FunctionApp()
    {
        DownstreamToken? last = null;
        foreach (var request in _requests) last = await _functionApp.RunAsync(request);
        return last;
    }
}
