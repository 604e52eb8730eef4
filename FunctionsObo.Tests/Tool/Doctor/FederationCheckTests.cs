using System.Security.Cryptography;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>What an assertion says beside what the registration trusts.</summary>
public sealed class FederationCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    private const string Subject = "system:serviceaccount:orders:api";

    private readonly RSA _key = RSA.Create(2048);

    public void Dispose()
    {
        _key.Dispose();
        fixture.Heal();
    }

    [Theory]
    [InlineData("https://cluster.example/", Subject, "api://other", "aud is 'api://AzureADTokenExchange', and the registration wants 'api://other'", "Correct audiences")]
    [InlineData("https://cluster.example/", "system:serviceaccount:orders:API", null, $"sub is '{Subject}', and the registration wants 'system:serviceaccount:orders:API'", "Correct subject")]
    [InlineData("https://cluster.example", Subject, null, "iss is 'https://cluster.example/', and the registration wants 'https://cluster.example'", "Correct issuer")]
    [InlineData(null, null, null, "The registration has no federated credential", "Add a federated credential")]
    [InlineData("https://cluster.example/", Subject, null, null, null)]
    public async Task A_federated_credential_is_compared_with_the_assertion(string? issuer, string? subject, string? audience, string? text, string? fix)
    {
        var cluster = new ExternalIssuer(_key);
        if (issuer is not null)
        {
            var trusted = cluster.Credential(subject!) with { Issuer = issuer };
            fixture.Functions.Credentials.AddFederatedCredential(audience is null ? trusted : trusted with { Audience = audience });
        }

        var file = Path.Combine(fixture.Folder, "assertion.jwt");
        await File.WriteAllTextAsync(file, cluster.Token(Subject));
        var doctor = await fixture.ExamineAsync(
            ("AzureAd__ClientCredentials__0__SourceType", "SignedAssertionFilePath"), ("AzureAd__ClientCredentials__0__ClientSecret", null), ("AzureAd__ClientCredentials__0__SignedAssertionFileDiskPath", file));

        if (text is null) doctor.FindsNothing("C5", "fine");
        else doctor.Finds("C5", text, fix!);
        Assert.DoesNotContain("eyJ", doctor.Run.Everything, StringComparison.Ordinal);
    }
}
