using System.Security.Authentication;
using FunctionsObo.Logging;
using Npgsql;

namespace FunctionsObo.PostgreSql;

/// <summary>Failures that somebody has to do something about, and what: https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
internal static class SetUpFault
{
    /// <summary>The fix.</summary>
    /// <param name="failure">What was thrown, with what lies in it.</param>
    /// <returns>Null for what may pass by itself.</returns>
    public static OurText? FixOf(Exception failure)
    {
        for (var one = failure; one is not null; one = one.InnerException)
        {
            if (one is PasswordUnavailableException unavailable) return unavailable.Fix;
            if (one is AuthenticationException)
                return OurText.Of($"the server's certificate does not prove its name: correct Host in the connection string, or name your authority's file in Root Certificate");
            if (one is PostgresException { SqlState: var state } && FixOf(state) is { } fix) return fix;
        }

        return null;
    }

    /// <summary>For tables that are there, and of another version.</summary>
    /// <param name="found">The version.</param>
    public static OurText OldLayout(int found) => OurText.Of(
        $"its tables are of version {found} and this package needs {PostgreSqlTokenStore.Layout}: run functions-obo.sql of FunctionsObo.PostgreSql (folder sql of the package) there once more, as an administrator");

    private static OurText? FixOf(string state) => state switch
    {
        PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn => OurText.Of(
            $"its tables are missing: run functions-obo.sql of FunctionsObo.PostgreSql (folder sql of the package) in this database, as an administrator"),
        PostgresErrorCodes.InsufficientPrivilege => OurText.Of(
            $"the user may not use its tables: run functions-obo.sql of FunctionsObo.PostgreSql (folder sql of the package), and sign in as functions_obo, or grant functions_obo to the user"),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => OurText.Of(
            $"the server refuses the user or the password: correct Username in the connection string, and the password; pg_hba.conf may also be without a line for this app"),
        PostgresErrorCodes.InvalidCatalogName => OurText.Of($"there is no such database: correct Database in the connection string"),
        PostgresErrorCodes.ReadOnlySqlTransaction => OurText.Of($"it can only be read: let Host name the primary server, or all servers with Target Session Attributes=primary"),
        PostgresErrorCodes.TooManyConnections => OurText.Of(
            $"it has too many connections: raise max_connections, lower PostgreSqlTokenCache:MaxConnections, or go through PgBouncer"),
        _ => null,
    };
}
