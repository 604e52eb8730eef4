using System.Reflection;
using Microsoft.Azure.Functions.Worker.Builder;

namespace FunctionsHost.InProcess;

/// <summary>An app that runs in this process, so that a debugger reaches it and its services, clock and configuration can be replaced.</summary>
/// <param name="CreateBuilder">The app's own set-up, from arguments to a builder that is not built yet.</param>
public sealed record AppInProcess(Func<string[], FunctionsApplicationBuilder> CreateBuilder)
{
    /// <summary>The assembly with the functions; the one in which <see cref="CreateBuilder"/> is written unless given.</summary>
    public Assembly Assembly { get; init; } = CreateBuilder.Method.DeclaringType!.Assembly;

    /// <summary>Configuration that stands below that of the settings file, for the address at which the app is going to be served.</summary>
    public Func<Uri, IReadOnlyDictionary<string, string>>? Settings { get; init; }

    /// <summary>Called last before the app is built, with the address at which it is going to be served.</summary>
    public Action<FunctionsApplicationBuilder, Uri>? Configure { get; init; }
}
