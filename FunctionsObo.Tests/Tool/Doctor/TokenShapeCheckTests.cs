namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>What the registration says of tokens: each mistake is found by its own check, and by no other.</summary>
public sealed class TokenShapeCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    public void Dispose() => fixture.Heal();

    [Fact]
    public async Task R3_tokens_of_version_1()
    {
        fixture.Change(fixture.Functions with { AccessTokenVersion = 1 });

        await fixture.FindsAsync("R3", "Tokens are of version 1.0, and AzureAd:TokenVersions takes 2.0", "Set requestedAccessTokenVersion to 2", withUser: false);
    }

    [Theory]
    [InlineData("""{ "identifierUris": [] }""", "It has no App ID URI", "Expose an API")]
    [InlineData("""{ "identifierUris": ["api://F0BC0000-0000-4000-8000-000000000010"] }""", "has capitals", "Write it in lower case")]
    public async Task R4_the_App_ID_URI(string change, string text, string fix)
    {
        await fixture.GraphAsync("PATCH", DoctorFixture.Application, change);

        await fixture.FindsAsync("R4", text, fix, withUser: false);
    }

    [Fact]
    public async Task R11_optional_claims_that_are_missing()
    {
        fixture.Change(fixture.Functions with { IncludeClientCapabilities = false });

        await fixture.FindsAsync("R11", "Tokens lack xms_cc: no client gets a claims challenge", "Token configuration");
    }

    [Theory]
    [InlineData(DoctorFixture.Application, """{ "tokenEncryptionKeyId": "5c09e000-0000-4000-8000-000000000009" }""", "Tokens are encrypted", "Set tokenEncryptionKeyId to null")]
    [InlineData(DoctorFixture.Application, """{ "api": { "acceptMappedClaims": true } }""", "Claims mapping is accepted", "Set acceptMappedClaims to null")]
    [InlineData(DoctorFixture.Principal, """{ "preferredTokenSigningKeyThumbprint": "5CA1AB1E" }""", "signed with a key of the app's own", "Remove the token signing certificate")]
    public async Task R14_keys_that_the_app_does_not_have(string what, string change, string text, string fix)
    {
        await fixture.GraphAsync("PATCH", what, change);

        await fixture.FindsAsync("R14", text, fix);
    }
}
