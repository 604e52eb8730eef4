using System.Text;
using BenchmarkDotNet.Attributes;
using FunctionsObo.Authentication;
using FunctionsObo.Benchmarks.Support;
using FunctionsObo.OnBehalfOf.Sharing;
using TestSupport;

namespace FunctionsObo.Benchmarks.Identity;

/// <summary>What a shared entry costs besides the store: where it is and with which key, sealing, opening. The caller's token has 1,800 characters, the downstream token 1,500.</summary>
public class Sealing
{
    private const int AccessTokenLength = 1800;

    private readonly string _accessToken = new('x', AccessTokenLength);
    private readonly SharedEntry _entry = new(Encoding.ASCII.GetBytes(new string('y', TokenEndpointStub.TokenLength)), null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
    private EntrySecrets _secrets = null!;
    private byte[] _sealed = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _secrets = (EntrySecrets)Derive();
        _sealed = Seal();
    }

    [Benchmark]
    public object Derive() => EntrySecrets.Derive(
        _accessToken, EntryContext.Of(WellKnown.FunctionAppClientId, new PrincipalId(WellKnown.ContosoTenantId, WellKnown.AliceObjectId), Rig.Graph.Scopes), []);

    [Benchmark]
    public byte[] Seal() => SealedEntry.Seal(_entry, _secrets);

    [Benchmark]
    public object? Open() => SealedEntry.Open(_sealed, _secrets);
}
