using System.Globalization;
using BenchmarkDotNet.Attributes;
using FunctionApp.Functions;
using FunctionsObo.Authentication;
using FunctionsObo.Benchmarks.Support;
using FunctionsObo.OnBehalfOf;
using Microsoft.IdentityModel.Tokens;
using TestSupport;

namespace FunctionsObo.Benchmarks.Identity;

/// <summary>Validation alone: of a token seen before, and of one that is new, beside the handler, which makes no difference.</summary>
public class Validation
{
    private const int Remembered = 1000;
    private const int Tokens = 3 * Remembered;

    private Rig _rig = null!;
    private DocumentedWay _documented = null!;
    private FunctionAppWay _functionApp = null!;
    private string[] _tokens = [];
    private ArrivedRequest[] _requests = [];
    private int _next;

    [GlobalSetup]
    public void Start()
    {
        // Three times as many tokens as are remembered: each is new again when its turn comes.
        _rig = Rig.Start(("AzureAd:ValidatedTokenCacheSize", Remembered.ToString(CultureInfo.InvariantCulture)));
        _documented = new DocumentedWay(_rig);
        _functionApp = new FunctionAppWay(_rig.Services);
        _tokens = [.. Enumerable.Range(0, Tokens).AsParallel().Select(_ => _rig.Emulator.IssueAccessToken(WellKnown.AliceName))];
        _requests = [.. _tokens.Select(token => new ArrivedRequest(token))];
    }

    [GlobalCleanup]
    public void Stop()
    {
        _documented.Dispose();
        _rig.Dispose();
    }

    [Benchmark(Baseline = true)]
    public SecurityToken Handler_alone() => _documented.Validate(_tokens[Next()]);

    [Benchmark]
    public ValueTask<Caller> First_sight() => _functionApp.AuthenticateAsync(_requests[Next()]);

    [Benchmark]
    public ValueTask<Caller> Seen_before() => _functionApp.AuthenticateAsync(_requests[0]);

    private int Next() => _next = (_next + 1) % Tokens;
}
