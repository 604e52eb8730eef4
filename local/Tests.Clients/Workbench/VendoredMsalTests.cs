using Local.Tests.Clients.Runtimes;
using TestSupport;

namespace Local.Tests.Clients.Workbench;

/// <summary>MSAL's files that the workbench serves are those of its package, which the tests install.</summary>
public sealed class VendoredMsalTests
{
    [NodeTheory]
    [InlineData("msal-browser.min.js", "lib/msal-browser.min.js")]
    [InlineData("msal-redirect-bridge.min.js", "lib/redirect-bridge/msal-redirect-bridge.min.js")]
    [InlineData("LICENSE.txt", "LICENSE")]
    public async Task The_file_is_the_packages(string served, string packaged) => Assert.Equal(
        await File.ReadAllBytesAsync(Path.Combine(InstalledNode.Folder, "node_modules", "@azure", "msal-browser", packaged)),
        await File.ReadAllBytesAsync(Repository.PathOf(Path.Combine("local", "Workbench", "Page", "msal", served))));
}
