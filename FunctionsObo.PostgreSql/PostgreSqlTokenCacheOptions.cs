namespace FunctionsObo.PostgreSql;

/// <summary>How the database is reached: section <c>PostgreSqlTokenCache</c>.</summary>
public sealed class PostgreSqlTokenCacheOptions
{
    internal const string Section = "PostgreSqlTokenCache";

    /// <summary>
    /// The connection string (https://www.npgsql.org/doc/connection-string-parameters.html): <c>Host</c>, <c>Database</c>, <c>Username</c>, and what else leads there. Default: what
    /// <c>AddPostgreSqlTokenCache</c> was given.
    /// </summary>
    public string Connection { get; set; } = "";

    /// <summary>A file with the password, read for each new connection, so that a new password needs no restart. A line break at its end does not count. Default none.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Whether the app signs in as itself at Microsoft Entra (https://learn.microsoft.com/azure/postgresql/flexible-server/security-entra-concepts), without a password. Default false.</summary>
    public bool UseEntra { get; set; }

    /// <summary>The client id of the user-assigned managed identity to sign in as. Default none: the system-assigned one, or the developer's own account.</summary>
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>How many connections one instance has at most. 1 to 100, default 4. With <see cref="Notifications"/> there is one more.</summary>
    public int MaxConnections { get; set; } = 4;

    /// <summary>
    /// Whether instances tell each other of purges at once, by LISTEN and NOTIFY, over one connection each that stays open. Not through PgBouncer in transaction mode. Default false: instances
    /// ask at intervals.
    /// </summary>
    public bool Notifications { get; set; }

    /// <summary>Whether a server on another machine may be trusted without a certificate that proves its name. Default false.</summary>
    public bool AllowUnverifiedServer { get; set; }
}
