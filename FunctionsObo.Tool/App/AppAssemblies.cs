using System.Reflection;
using System.Runtime.Loader;
using FunctionsObo.Authorization;

namespace FunctionsObo.Tool.App;

/// <summary>
/// Loads an app's assembly only to look at it. What the engine knows, its attributes above all, is the tool's own, in whatever version the app was
/// built with; the rest is what lies beside the app. Looking at types and asking for the engine's attributes runs no code of the app: no static
/// constructor, no module initializer.
/// </summary>
internal sealed class AppAssemblies(string app) : AssemblyLoadContext("an app", isCollectible: true)
{
    private static readonly Assembly Engine = typeof(AccessTable).Assembly;
    private static readonly HashSet<string> Shared = [.. Engine.GetReferencedAssemblies().Append(Engine.GetName()).Select(name => name.Name!)];

    private readonly AssemblyDependencyResolver _beside = new(app);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        Shared.Contains(assemblyName.Name!) ? Default.LoadFromAssemblyName(new AssemblyName(assemblyName.Name!))
        : _beside.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path)
        : null;
}
