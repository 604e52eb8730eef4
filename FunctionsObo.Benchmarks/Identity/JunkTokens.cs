using BenchmarkDotNet.Attributes;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using FunctionsObo.Authentication;
using FunctionsObo.Benchmarks.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using TestSupport;

namespace FunctionsObo.Benchmarks.Identity;

/// <summary>What it costs to refuse a token: the cheaper, the harder it is to flood.</summary>
public class JunkTokens
{
    private Rig _rig = null!;
    private DocumentedWay _documented = null!;
    private AccessTokenValidator _validator = null!;
    private string _unknownKey = null!;
    private string _expired = null!;
    private string _wrongSignature = null!;

    [GlobalSetup]
    public void Start()
    {
        _rig = Rig.Start();
        _documented = new DocumentedWay(_rig);
        _validator = _rig.Services.GetRequiredService<AccessTokenValidator>();

        var good = _rig.Emulator.IssueAccessToken(WellKnown.AliceName);
        _expired = _rig.Emulator.IssueAccessToken(new TokenRequest { User = WellKnown.AliceName, Lifetime = TimeSpan.FromHours(-1) });
        _wrongSignature = good[..^20] + new string('A', 20);
        _unknownKey = JunkMint.WithRandomKey(_rig.Emulator, good);
    }

    [GlobalCleanup]
    public void Stop()
    {
        _documented.Dispose();
        _rig.Dispose();
    }

    [Benchmark(Baseline = true)]
    public string Handler_alone_unknown_key()
    {
        try
        {
            return _documented.Validate(_unknownKey).Id;
        }
        catch (SecurityTokenException refused)
        {
            return refused.Message;
        }
    }

    [Benchmark]
    public bool Unknown_key() => Refuse(_unknownKey);

    [Benchmark]
    public bool Wrong_signature() => Refuse(_wrongSignature);

    [Benchmark]
    public bool Expired() => Refuse(_expired);

    [Benchmark]
    public bool Garbage() => Refuse("not.a.token");

    private bool Refuse(string token)
    {
        var (bearer, _) = BearerTokenReader.Read(new ArrivedRequest(token));
        var verdict = _validator.ValidateAsync(bearer!, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return verdict.Accepted ? throw new InvalidOperationException("A junk token was accepted.") : true;
    }
}
