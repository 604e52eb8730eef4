using System.Text.Json;
using DevStack.Startup;
using FunctionsHost.InProcess;
using Local.Tests.Clients.Runtimes;
using Workbench;

namespace Local.Tests.Clients.Workbench;

/// <summary>One walk through the workbench of a stack, in a browser. The pictures that it takes are in <see cref="Pictures"/>, to be looked at.</summary>
public sealed class WorkbenchWalk : IAsyncLifetime
{
    /// <summary>The folder <c>screenshots</c> beside the tests' assembly.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    /// <summary>What a person read on the way.</summary>
    public JsonElement Found { get; private set; }

    /// <summary>The same in other shapes.</summary>
    public JsonElement Shapes { get; private set; }

    public async Task InitializeAsync()
    {
        if (InstalledChromium.Missing is not null) return;
        await using var local = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>(), Page = new WorkbenchPage() }, CancellationToken.None);
        await using var browser = await Chromium.StartAsync(local.Emulator.Certificate);
        var input = new { Browser = browser.Endpoint, Address = local.PageAddress, Folder = Pictures };
        Shapes = await NodeScript.RunAsync("workbench/shapes.mjs", input);
        Found = await NodeScript.RunAsync("workbench/walk.mjs", input);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
