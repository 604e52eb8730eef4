/// <summary>
/// Runs in worker processes before the app (DOTNET_STARTUP_HOOKS): ends the process when its standard input ends, which the system
/// sees to when the host is gone, however it went.
/// </summary>
#pragma warning disable MA0047 // The runtime looks for this name in no namespace.
internal static class StartupHook
#pragma warning restore MA0047
{
    public static void Initialize() => new Thread(EndWithHost) { IsBackground = true, Name = "Ends with the Functions host" }.Start();

    private static void EndWithHost()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // Nobody writes here; only the end counts.
        }

        Environment.Exit(1);
    }
}
