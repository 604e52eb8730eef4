using BenchmarkDotNet.Attributes;
using EntraEmulator;
using FunctionApp.Benchmarks.Support;
using FunctionApp.OnBehalfOf;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Identity.Client;

namespace FunctionApp.Benchmarks.Identity;

/// <summary>The identity work of a request whose user has called before: authenticate, and get the token for the downstream API.</summary>
public class WarmRequest
{
    private const int Users = 100_000;

    /// <summary>A prime, so that each user is visited, none soon after its neighbour.</summary>
    private const int Stride = 48_271;

    private Rig _rig = null!;
    private DocumentedWay _documented = null!;
    private FunctionAppWay _functionApp = null!;
    private string _token = null!;
    private HttpHeadersCollection _one = null!;
    private HttpHeadersCollection[] _crowd = [];
    private int _next;

    [GlobalSetup(Targets = [nameof(Documented_way), nameof(FunctionApp_1_user)])]
    public void Start()
    {
        _rig = Rig.Start(CrowdSettings.All);
        _documented = new DocumentedWay(_rig);
        _functionApp = new FunctionAppWay(_rig.Services);
        _token = _rig.Emulator.IssueAccessToken(WellKnown.AliceName);
        _one = Crowd.Authorization(_token);
    }

    [GlobalSetup(Target = nameof(FunctionApp_100_000_users))]
    public void StartWithCrowd()
    {
        Start();
        _crowd = Crowd.Of(_rig.Emulator, Users);
        Parallel.ForEachAsync(_crowd, async (headers, _) => await _functionApp.RunAsync(headers)).GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _documented.Dispose();
        _rig.Dispose();
        _crowd = [];
    }

    [Benchmark(Baseline = true)]
    public Task<AuthenticationResult> Documented_way() => _documented.RunAsync(_token);

    [Benchmark]
    public ValueTask<DownstreamToken> FunctionApp_1_user() => _functionApp.RunAsync(_one);

    [Benchmark]
    public ValueTask<DownstreamToken> FunctionApp_100_000_users()
    {
        _next = (_next + Stride) % Users;
        return _functionApp.RunAsync(_crowd[_next]);
    }
}
