using Azure.Core;
using Azure.Identity;
using FunctionsObo.PostgreSql;

namespace FunctionsObo.Tests.PostgreSql;

public sealed class EntraPasswordTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_token_serves_until_shortly_before_its_end_and_is_one_for_the_database()
    {
        var identity = new Identity(_time);
        var password = new EntraPassword(identity, _time);

        Assert.Equal("token-1", password.Get());
        _time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("token-1", password.Get());
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("token-2", password.Get());

        Assert.Equal(["https://ossrdbms-aad.database.windows.net/.default"], identity.Asked.Scopes);
    }

    [Fact]
    public void An_identity_that_cannot_sign_in_is_asked_again_and_the_failure_says_what_to_do()
    {
        var identity = new Identity(_time) { Failure = new AuthenticationFailedException("AADSTS70021") };
        var password = new EntraPassword(identity, _time);

        var refused = Assert.Throws<PasswordUnavailableException>(password.Get);
        Assert.Contains("enable its managed identity", $"{SetUpFault.FixOf(refused)}", StringComparison.Ordinal);

        identity.Failure = null;
        Assert.Equal("token-1", password.Get());
    }

    /// <summary>Gives tokens of an hour.</summary>
    private sealed class Identity(TimeProvider time) : TokenCredential
    {
        private int _given;

        public Exception? Failure { get; set; }

        public TokenRequestContext Asked { get; private set; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked = requestContext;
            return Failure is null ? new AccessToken($"token-{++_given}", time.GetUtcNow().AddHours(1)) : throw Failure;
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
