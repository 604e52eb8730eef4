using FunctionsObo.PostgreSql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>What the settings must be, and what becomes of a connection string.</summary>
public sealed class ConnectionRuleTests
{
    private const string Local = "Host=localhost;Database=obo;Username=functions_obo";
    private const string Remote = "Host=db.example;Database=obo;Username=functions_obo";

    [Theory]
    [InlineData("", "Connection is missing")]
    [InlineData("nonsense", "is no connection string")]
    [InlineData("Host=localhost;Password=se;cret", "is no connection string")]
    [InlineData("Host=localhost;Port=many", "is no connection string")]
    [InlineData("Host=localhost;Database=obo", "must have Host, Database and Username")]
    [InlineData($"{Local};Command Timeout=30", "must not have Command Timeout")]
    [InlineData($"{Local};Maximum Pool Size=100;Timeout=15", "must not have Timeout, Maximum Pool Size")]
    [InlineData($"{Local};GSS Encryption Mode=Prefer", "must not have GSS Encryption Mode")]
    [InlineData($"{Remote};SSL Mode=Require", "must have SSL Mode=VerifyFull")]
    [InlineData("Host=localhost,db.example;Database=obo;Username=functions_obo;SSL Mode=Disable", "must have SSL Mode=VerifyFull")]
    [InlineData(Local, "from 1 to 100", "MaxConnections", "0")]
    [InlineData(Local, "must be the path of a file", "PasswordFile", "/no/such/file")]
    [InlineData($"{Local};Password=secret", "the password has one place", "UseEntra", "true")]
    [InlineData(Local, "is only for PostgreSqlTokenCache:UseEntra", "ManagedIdentityClientId", "1")]
    [InlineData(Local, "MaxConnection is not a key", "MaxConnection", "5")]
    public void What_cannot_work_stops_the_start_and_names_the_setting_but_not_its_value(string connection, string error, string? key = null, string? value = null)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read(connection, key, value));

        Assert.Contains(error, Assert.Single(refused.Failures), StringComparison.Ordinal);
        Assert.Contains("PostgreSqlTokenCache", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Remote, SslMode.VerifyFull)]
    [InlineData($"{Remote};SSL Mode=VerifyCA", SslMode.VerifyCA)]
    [InlineData(Local, SslMode.Prefer)]
    [InlineData("Host=127.0.0.1:6432;Database=obo;Username=functions_obo", SslMode.Prefer)]
    [InlineData("Host=[::1]:5432;Database=obo;Username=functions_obo", SslMode.Prefer)]
    [InlineData("Host=/run/postgresql;Database=obo;Username=functions_obo;SSL Mode=Disable", SslMode.Disable)]
    [InlineData("Host=localhost,db.example;Database=obo;Username=functions_obo", SslMode.VerifyFull)]
    [InlineData("Host=localhost.example;Database=obo;Username=functions_obo", SslMode.VerifyFull)]
    public void A_server_on_another_machine_has_to_prove_its_name(string connection, SslMode expected) =>
        Assert.Equal(expected, ConnectionSettings.Complete(Read(connection)).SslMode);

    [Fact]
    public void An_owner_of_the_network_may_do_without() =>
        Assert.Equal(SslMode.Disable, ConnectionSettings.Complete(Read($"{Remote};SSL Mode=Disable", "AllowUnverifiedServer", "true")).SslMode);

    [Fact]
    public void The_driver_is_told_to_give_up_early_and_to_keep_few_connections()
    {
        var complete = ConnectionSettings.Complete(Read(Local, "MaxConnections", "7"));

        Assert.Equal((1, 1, -1, 7), (complete.Timeout, complete.CommandTimeout, complete.CancellationTimeout, complete.MaxPoolSize));
        Assert.Equal((true, false, GssEncryptionMode.Disable), (complete.NoResetOnClose, complete.Multiplexing, complete.GssEncryptionMode));
    }

    [Fact]
    public void A_setting_stands_over_what_the_code_says() => Assert.Equal(Local, Read(Remote, "Connection", Local).Connection);

    private static PostgreSqlTokenCacheOptions Read(string connection, string? key = null, string? value = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddPostgreSqlTokenCache(connection);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(key is null ? [] : [KeyValuePair.Create($"PostgreSqlTokenCache:{key}", value)]).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<PostgreSqlTokenCacheOptions>>().Value;
    }
}
