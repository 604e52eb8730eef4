namespace DevStack.Stores;

/// <summary>Finds the programs of a PostgreSQL that is installed; its own server need not run.</summary>
internal static class InstalledPostgreSql
{
    /// <summary>What to say where there is none.</summary>
    public const string Missing = "No PostgreSQL is installed: apt-get install postgresql on Debian or Ubuntu, brew install postgresql on macOS; or set PG_BIN to the folder with initdb, postgres and psql.";

    private static readonly string[] Programs = ["initdb", "postgres", "psql"];

    /// <summary>Where packages put them, each version in a folder: Debian's and Homebrew's, on both kinds of Mac.</summary>
    private static readonly (string Folder, string Versions)[] Packages =
    [
        ("/usr/lib/postgresql", "*"),
        ("/usr", "pgsql-*"),
        ("/opt/homebrew/opt", "postgresql*"),
        ("/usr/local/opt", "postgresql*"),
    ];

    /// <summary>The folder with <c>initdb</c>, <c>postgres</c> and <c>psql</c>; null if there is none.</summary>
    /// <param name="environment">Reads an environment variable. <c>PG_BIN</c> comes first, <c>PATH</c> last.</param>
    public static string? Find(Func<string, string?> environment) => Candidates(environment).FirstOrDefault(IsWhole);

    private static IEnumerable<string> Candidates(Func<string, string?> environment)
    {
        if (environment("PG_BIN") is { Length: > 0 } given) return [given]; // whoever names one wants no other
        return Packages
            .Where(package => Directory.Exists(package.Folder))
            .SelectMany(package => Directory.EnumerateDirectories(package.Folder, package.Versions).OrderDescending(StringComparer.Ordinal))
            .Select(version => Path.Combine(version, "bin"))
            .Concat((environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsWhole(string folder) => Array.TrueForAll(Programs, program => File.Exists(Path.Combine(folder, program)));
}
