using BenchmarkDotNet.Attributes;
using FunctionApp.Functions;
using FunctionsObo.Benchmarks.Support;
using FunctionsObo.OnBehalfOf;
using Microsoft.Identity.Client;
using TestSupport;

namespace FunctionsObo.Benchmarks.Identity;

/// <summary>The identity work of a request whose user has called before: authenticate, and get the token for the downstream API.</summary>
public class WarmRequest
{
    private Rig _rig = null!;
    private DocumentedWay _documented = null!;
    private FunctionAppWay _functionApp = null!;
    private string _token = null!;
    private ArrivedRequest _request = null!;

    [GlobalSetup]
    public void Start()
    {
        _rig = Rig.Start();
        _documented = new DocumentedWay(_rig);
        _functionApp = new FunctionAppWay(_rig.Services);
        _token = _rig.Emulator.IssueAccessToken(WellKnown.AliceName);
        _request = new ArrivedRequest(_token);
    }

    [GlobalCleanup]
    public void Stop()
    {
        _documented.Dispose();
        _rig.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<AuthenticationResult> Documented_way() => _documented.RunAsync(_token);

    [Benchmark]
    public ValueTask<DownstreamToken> In_FunctionApp() => _functionApp.RunAsync(_request);
}
