using DevStack.Stores;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>A test that needs a PostgreSQL of this machine's. Where there is none it is skipped and says how to get one.</summary>
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    internal static string? Programs { get; } = InstalledPostgreSql.Find(Environment.GetEnvironmentVariable);

    internal static string? Reason { get; } = Programs is null ? InstalledPostgreSql.Missing : null;

    public PostgreSqlFactAttribute() => Skip = Reason;
}

/// <summary>The same with several cases.</summary>
public sealed class PostgreSqlTheoryAttribute : TheoryAttribute
{
    public PostgreSqlTheoryAttribute() => Skip = PostgreSqlFactAttribute.Reason;
}
