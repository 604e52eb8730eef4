using BenchmarkDotNet.Attributes;
using FunctionApp.Functions;
using FunctionsObo.Authentication;
using FunctionsObo.Benchmarks.Support;
using FunctionsObo.OnBehalfOf;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace FunctionsObo.Benchmarks.Identity;

/// <summary>Where a warm request's identity work goes: each step by itself.</summary>
public class Parts
{
    private Rig _rig = null!;
    private FunctionAppWay _functionApp = null!;
    private OboTokenProvider _tokens = null!;
    private string _token = null!;
    private ArrivedRequest _request = null!;
    private Caller _caller = null!;

    [GlobalSetup]
    public void Start()
    {
        _rig = Rig.Start();
        _functionApp = new FunctionAppWay(_rig.Services);
        _tokens = _rig.Services.GetRequiredService<OboTokenProvider>();
        _token = _rig.Emulator.IssueAccessToken(WellKnown.AliceName);
        _request = new ArrivedRequest(_token);
        _caller = _functionApp.AuthenticateAsync(_request).AsTask().GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void Stop() => _rig.Dispose();

    /// <summary>SHA-256 over the token: what every request has to pay.</summary>
    [Benchmark]
    public int Hash() => TokenHash.Compute(_token).GetHashCode();

    /// <summary>Header to bearer token, the hash included.</summary>
    [Benchmark]
    public object? Read() => BearerTokenReader.Read(_request).Token;

    /// <summary>Header to caller.</summary>
    [Benchmark]
    public ValueTask<Caller> Authenticate() => _functionApp.AuthenticateAsync(_request);

    /// <summary>Caller to downstream token.</summary>
    [Benchmark]
    public ValueTask<DownstreamToken> Get_token() => _tokens.GetTokenAsync(_caller, Rig.Graph, CancellationToken.None);
}
