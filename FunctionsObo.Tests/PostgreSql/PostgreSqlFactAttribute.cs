using DevStack.Stores;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>A test that needs a PostgreSQL of this machine's. Where there is none it is skipped and says how to get one.</summary>
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    internal static string? Programs { get; } = InstalledPostgreSql.Find(Environment.GetEnvironmentVariable);

    public PostgreSqlFactAttribute() => Skip = Programs is null ? InstalledPostgreSql.Missing : null;
}
