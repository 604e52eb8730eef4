using System.Security.Cryptography;

namespace DevStack.Stores;

/// <summary>A PostgreSQL server with the tables of functions-obo.sql and a password for the app's role.</summary>
internal static class PostgreSqlStore
{
    private const string Role = "functions_obo";

    /// <exception cref="InvalidOperationException">There is none, or it does not start; the message says what to do.</exception>
    public static async Task<StartedStore> StartAsync(CancellationToken cancellationToken)
    {
        var programs = InstalledPostgreSql.Find(Environment.GetEnvironmentVariable) ?? throw new InvalidOperationException(InstalledPostgreSql.Missing);
        var server = await PostgreSqlServer.StartAsync(programs, cancellationToken);
        try
        {
            var password = RandomNumberGenerator.GetHexString(32);
            await Psql.RunAsync(programs, server, $"{await ScriptAsync(cancellationToken)}\nalter role {Role} password '{password}';\n", cancellationToken);
            return new StartedStore(server, "PostgreSQL", new Uri($"postgresql://127.0.0.1:{server.Port}/{PostgreSqlServer.Administrator}"), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["PostgreSqlTokenCache:Connection"] = $"Host=127.0.0.1;Port={server.Port};Database={PostgreSqlServer.Administrator};Username={Role};Password={password}",
                ["PostgreSqlTokenCache:Notifications"] = "true",
            });
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task<string> ScriptAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(typeof(PostgreSqlStore).Assembly.GetManifestResourceStream("functions-obo.sql")!);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
