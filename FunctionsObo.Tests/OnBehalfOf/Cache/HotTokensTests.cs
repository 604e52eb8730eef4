using System.Text;
using CsCheck;
using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.Cache;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.Cache;

public sealed class HotTokensTests
{
    /// <summary>Enough that calls meet within one of them.</summary>
    private const int CallsInARow = 200;

    [Fact]
    public void However_the_calls_of_a_crowd_meet_each_gets_the_own_token()
    {
        var key = new TokenKey(TokenHash.Compute("assertion"), Graph); // one for all, so that they share a place
        var crowd = Enumerable.Range(0, 3).Select(user => (Name: $"token{user}", Cached: Cache($"token{user}"))).ToArray();

        Gen.Const(() => new HotTokens()).SampleParallel(
            Gen.OneOf(crowd).Operation<HotTokens>(user => user.Name, (hot, user) =>
            {
                for (var call = 0; call < CallsInARow; call++) Assert.Equal($"Bearer {user.Name}", hot.Get(key, user.Cached).Authorization);
            }),
            Gen.Operation<HotTokens>(nameof(HotTokens.Clear), hot => hot.Clear()),
            equal: (_, _) => true,
            time: 1);
    }

    private static CachedToken Cache(string token) => new(
        new AcquiredToken(Encoding.ASCII.GetBytes(token), DateTimeOffset.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue),
        TimeSpan.MaxValue,
        new TokenAcquisition(new TokenKey(TokenHash.Compute(token), Graph), new PrincipalId("tenant", "user"), 0, null, (_, _) => throw new NotSupportedException()),
        order: 1);
}
