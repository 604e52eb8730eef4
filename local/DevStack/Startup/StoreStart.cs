using DevStack.Stores;
using FunctionsHost.Configuration;

namespace DevStack.Startup;

/// <summary>The store by which the app's processes share their tokens.</summary>
internal static class StoreStart
{
    /// <returns>Null if none is asked for.</returns>
    /// <exception cref="StartException">The app could not use it, or it does not start; the message says what to do.</exception>
    public static async Task<StartedStore?> StartAsync(LocalStackOptions options, CancellationToken cancellationToken)
    {
        if (options.Store is not { } store) return null;
        if (options.App?.Assembly is { } app && !File.Exists(Path.Combine(Path.GetDirectoryName(app.Location)!, $"{store.Library}.dll")))
            throw new StartException($"--store {store.Name} is of no use to {app.GetName().Name}, which has no {store.Library}. Add that package and its line in Program.cs (docs/scale-out.md), or leave --store out.");

        try
        {
            return await store.StartAsync(cancellationToken);
        }
        catch (InvalidOperationException failure)
        {
            throw new StartException($"--store {store.Name}: {failure.Message}", failure);
        }
    }

    /// <summary>A program decides by its settings which store it adds. In this process it has those of the file so early, and those of the stack only when it builds.</summary>
    public static LocalSettings For(LocalSettings file, StartedStore? store) => store is null ? file : file with
    {
        Values = store.Settings.Where(setting => !file.Values.ContainsKey(setting.Key)).Concat(file.Values).ToDictionary(StringComparer.OrdinalIgnoreCase),
    };
}
