using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using DevStack.Stores;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary><c>chaos [--minutes 10] [--seed N]</c>: how long, and which chance. It ends with 0 if every request was answered, and with data of the right user; with 1 if not; with 2 if it cannot run here.</summary>
internal static class ChaosCommand
{
    public const string Name = "chaos";

    private const int NotRun = 2;
    private const double UsualMinutes = 10;
    private const double MostMinutes = 24 * 60;

    public static RootCommand Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long it runs.", DefaultValueFactory = _ => UsualMinutes, HelpName = "number" };
        var seed = new Option<int?>("--seed") { Description = "The same number gives the same faults in the same order. Any unless given; the first line says which.", HelpName = "number" };
        minutes.Validators.Add(given =>
        {
            if (given.Tokens is [var text] && !(double.TryParse(text.Value, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostMinutes)) given.AddError($"--minutes needs a number above 0, at most {MostMinutes}.");
        });

        var command = new RootCommand("Several processes of FunctionApp over one PostgreSQL, while users sign out, keys change and the database breaks.") { minutes, seed };
        command.HelpName = $"dotnet run -c Release --project FunctionsObo.Benchmarks -- {Name}";
        command.SetAction((given, stop) => RunAsync(TimeSpan.FromMinutes(given.GetValue(minutes)), given.GetValue(seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue), stop));
        return command;
    }

    /// <summary>What the machine lacks is said at once, and not after the app was published.</summary>
    private static async Task<int> RunAsync(TimeSpan duration, int seed, CancellationToken stop)
    {
        var missing = !OperatingSystem.IsLinux() ? "This needs Linux: the database is broken by signals to its processes, which are found in /proc."
            : InstalledPostgreSql.Find(Environment.GetEnvironmentVariable) is null ? InstalledPostgreSql.Missing
            : null;
        if (missing is null) return await ChaosRun.RunAsync(duration, seed, stop);

        await Console.Error.WriteLineAsync(missing);
        return NotRun;
    }
}
