using System.Reflection;
using FunctionsHost.Diagnostics;

namespace FunctionsHost.InProcess;

/// <summary>
/// An app that runs in this process, so that a debugger reaches it and its services, clock and configuration can be replaced. Its
/// own entry point is run, up to where it has built its host.
/// </summary>
public sealed record AppInProcess
{
    internal AppInProcess(Assembly assembly, Action<string[]> program) => (Assembly, Program) = (assembly, program);

    /// <summary>The assembly with the entry point and the functions.</summary>
    public Assembly Assembly { get; }

    /// <summary>Configuration that stands below that of the settings file, for the address at which the app is going to be served.</summary>
    public Func<Uri, IReadOnlyDictionary<string, string>>? Settings { get; init; }

    /// <summary>Called last before the app's host is built, with the address at which it is going to be served.</summary>
    public Action<AppSetup, Uri>? Configure { get; init; }

    /// <summary>What runs, from arguments to a host that is built.</summary>
    internal Action<string[]> Program { get; }

    /// <summary>The app to whose assembly a type belongs: its Program, or any of its functions.</summary>
    /// <exception cref="FunctionsHostException">The assembly has no entry point.</exception>
    public static AppInProcess Of<TProgram>()
    {
        var assembly = typeof(TProgram).Assembly;
        var main = assembly.EntryPoint
            ?? throw new FunctionsHostException($"{assembly.GetName().Name} is no app: it has no entry point. Name a type of the app's own assembly, its Program say.");
        return new(assembly, args => main.Invoke(obj: null, BindingFlags.DoNotWrapExceptions, binder: null, main.GetParameters().Length == 0 ? [] : [args], culture: null));
    }
}
