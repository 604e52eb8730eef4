using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TestSupport;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>A server that proves by a certificate who it is, as one on another machine has to.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class TlsTests(PostgreSqlFixture postgres) : IAsyncLifetime
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory();
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await postgres.CreateDatabaseAsync();

    public async Task DisposeAsync()
    {
        _files.Delete(recursive: true);
        await _database.ExecuteAsync("alter system reset ssl");
        await _database.ExecuteAsync("select pg_reload_conf()");
        await Eventually.TrueAsync(async () => await _database.AskAsync<string>("show ssl") == "off");
        await _database.DisposeAsync();
    }

    [PostgreSqlFact]
    public async Task Whom_an_authority_of_ones_own_has_signed_is_trusted_by_its_file()
    {
        var authority = await ServeAsync(builder => builder.AddIpAddress(IPAddress.Loopback));

        Assert.Null(await Store($"Root Certificate={authority}").GetAsync(Some.Place(), default));

        Assert.True(await _database.AskAsync<bool>("select bool_and(ssl) from pg_stat_ssl join pg_stat_activity using (pid) where usename = 'functions_obo'"));
    }

    [PostgreSqlFact]
    public async Task Whom_nobody_has_signed_whom_this_machine_trusts_is_refused_with_the_fix()
    {
        await ServeAsync(builder => builder.AddIpAddress(IPAddress.Loopback));

        await RefusedAsync(Store());
    }

    [PostgreSqlFact]
    public async Task A_certificate_for_another_name_is_refused_whoever_has_signed_it()
    {
        var authority = await ServeAsync(builder => builder.AddDnsName("db.example"));

        await RefusedAsync(Store($"Root Certificate={authority}"));
    }

    private async Task RefusedAsync(ITokenStore store)
    {
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => store.GetAsync(Some.Place(), default));

        Assert.Contains("the server's certificate does not prove its name: correct Host in the connection string, or name your authority's file in Root Certificate", _database.Log.LatestRecord.Message, StringComparison.Ordinal);
    }

    private ITokenStore Store(string more = "") =>
        _database.App($"{_database.Connection};Password={TestDatabase.Password};SSL Mode=VerifyFull;{more}").GetRequiredService<ITokenStore>();

    /// <summary>Gives the server a certificate that it has signed itself.</summary>
    /// <returns>The file of whom to trust.</returns>
    private async Task<string> ServeAsync(Action<SubjectAlternativeNameBuilder> name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=PostgreSQL of a test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        name(names);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));

        await postgres.Server.WriteAsync("server.crt", certificate.ExportCertificatePem(), CancellationToken.None);
        await postgres.Server.WriteAsync("server.key", key.ExportPkcs8PrivateKeyPem(), CancellationToken.None);
        await _database.ExecuteAsync("alter system set ssl = on");
        await _database.ExecuteAsync("select pg_reload_conf()");
        await Eventually.TrueAsync(async () => await _database.AskAsync<string>("show ssl") == "on");
        var file = Path.Combine(_files.FullName, "authority.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        return file;
    }
}
