namespace Local.Tests.Clients.Runtimes;

/// <summary>Finds a Chromium that is installed; none is downloaded.</summary>
internal static class InstalledChromium
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    /// <summary>The program; null where there is none. <c>CHROMIUM_BIN</c> comes first: whoever names one wants no other.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("CHROMIUM_BIN") is { Length: > 0 } given
        ? Programs.Existing(given)
        : Places.FirstOrDefault(File.Exists) ?? Programs.InPath("chromium") ?? Programs.InPath("chromium-browser") ?? Programs.InPath("google-chrome");

    /// <summary>Why no test can have a browser here, and what to do; null when they can.</summary>
    public static string? Missing { get; } = InstalledNode.Missing ?? (Program is null
        ? "No Chromium is installed: apt-get install chromium on Debian or Ubuntu, brew install --cask chromium on macOS; or set CHROMIUM_BIN to the program."
        : null);
}
