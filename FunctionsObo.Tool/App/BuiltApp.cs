using System.Reflection;
using FunctionsObo.Authorization;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.App;

/// <summary>What the built app's functions ask for, read from its assembly by the engine's own access table. None of the app's code runs.</summary>
/// <param name="Path">The assembly that was read.</param>
/// <param name="Rules">Who may call each function, by its name.</param>
/// <param name="Errors">What the start would say of the declarations.</param>
/// <param name="HasHealthReport">
/// Whether the app calls AddHealthReport. The roles that may read the report are arguments of that call: only running the app would tell them.
/// </param>
internal sealed record BuiltApp(string Path, IReadOnlyDictionary<string, AccessRule> Rules, IReadOnlyList<string> Errors, bool HasHealthReport)
{
    /// <summary>Every scope that some function asks for.</summary>
    public IReadOnlyList<string> Scopes => Distinct(Rules.Values.SelectMany(rule => rule.Scopes));

    /// <summary>Every app role that some function asks for; those of the health report are not among them.</summary>
    public IReadOnlyList<string> AppRoles => Distinct(Rules.Values.SelectMany(rule => rule.AppRoles));

    /// <param name="path">The app's assembly, with what it was built with beside it.</param>
    /// <exception cref="UsageException">It is not there, or no assembly of a protected app.</exception>
    public static BuiltApp Read(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!File.Exists(full)) throw new UsageException($"{path} is not there: build the app, and give the path of its .dll with --app.");

        var loaded = new AppAssemblies(full);
        try
        {
            var table = AccessTable.Read(TypesOf(loaded.LoadFromAssemblyPath(full)));
            if (table.Rules.Count == 0) throw new UsageException($"{path} has no functions: give the app's own .dll with --app.");
            return new(full, table.Rules, table.Errors, AssemblyReferences.HasMember(full, typeof(Health.HealthReportExtensions), nameof(Health.HealthReportExtensions.AddHealthReport)));
        }
        catch (Exception unreadable) when (unreadable is BadImageFormatException or IOException or UnauthorizedAccessException or TypeLoadException)
        {
            throw new UsageException($"{path} cannot be read as an app: give the .dll of a build or a publish, with all that lies beside it ({unreadable.GetType().Name}).");
        }
        finally
        {
            loaded.Unload();
        }
    }

    /// <summary>A type whose base is missing cannot hold a function that would run.</summary>
    private static IEnumerable<Type> TypesOf(Assembly app)
    {
        try
        {
            return app.GetTypes();
        }
        catch (ReflectionTypeLoadException some)
        {
            return some.Types.OfType<Type>();
        }
    }

    private static string[] Distinct(IEnumerable<string> values) => [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
