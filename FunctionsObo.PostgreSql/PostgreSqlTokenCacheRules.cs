namespace FunctionsObo.PostgreSql;

/// <summary>The rules for section PostgreSqlTokenCache. Values are not told: a connection string may have a password.</summary>
internal static class PostgreSqlTokenCacheRules
{
    private const string Key = PostgreSqlTokenCacheOptions.Section;

    public static IEnumerable<string> Errors(PostgreSqlTokenCacheOptions options)
    {
        if (options.MaxConnections is < 1 or > 100) yield return $"{Key}:MaxConnections must be from 1 to 100.";
        if (options.PasswordFile is { } file && !File.Exists(file)) yield return $"{Key}:PasswordFile must be the path of a file that this app can read.";
        if (options.ManagedIdentityClientId is not null && !options.UseEntra) yield return $"{Key}:ManagedIdentityClientId is only for {Key}:UseEntra: set that to true, or remove it.";
        foreach (var error in ErrorsOfConnection(options)) yield return error;
    }

    private static IEnumerable<string> ErrorsOfConnection(PostgreSqlTokenCacheOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Connection))
        {
            yield return $"{Key}:Connection is missing: set it to a connection string such as Host=myserver.postgres.database.azure.com;Database=obo;Username=functions_obo.";
            yield break;
        }

        if (ConnectionSettings.Parse(options.Connection) is not { } given)
        {
            yield return $"{Key}:Connection is no connection string of Npgsql: https://www.npgsql.org/doc/connection-string-parameters.html has its keys. A value with a semicolon stands in quotes.";
            yield break;
        }

        if (string.IsNullOrEmpty(given.Host) || string.IsNullOrEmpty(given.Database) || string.IsNullOrEmpty(given.Username))
            yield return $"{Key}:Connection must have Host, Database and Username.";
        if (((string?[])[given.Password, options.PasswordFile, options.UseEntra ? "Entra" : null]).Count(way => !string.IsNullOrEmpty(way)) > 1)
            yield return $"{Key}: the password has one place: Password in Connection, PasswordFile, or UseEntra.";
        if (ConnectionSettings.Conflicts(given).ToList() is { Count: > 0 } conflicts)
            yield return $"{Key}:Connection must not have {string.Join(", ", conflicts)}: remove it, as requests would wait for the database otherwise. How many connections there are says {Key}:MaxConnections.";
        if (!options.AllowUnverifiedServer && !ConnectionSettings.IsThisMachine(given) && !ConnectionSettings.IsVerified(given))
            yield return $"{Key}:Connection must have SSL Mode=VerifyFull, which is the default, for a server on another machine, with Root Certificate=<file> for an authority of your own. In a network that you trust set {Key}:AllowUnverifiedServer to true.";
    }
}
