using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Cloud;

/// <summary>Where a cloud's identity platform and Microsoft Graph are.</summary>
/// <param name="Authority">Of the identity platform, with a slash at the end.</param>
/// <param name="Graph">Of Microsoft Graph, without a version, with a slash at the end.</param>
/// <param name="GraphAudience">Whom tokens for Graph are for: a scope is this and <c>/.default</c>.</param>
/// <param name="IsEmulator">Whether it is the emulator of the local stack.</param>
internal sealed record CloudAddresses(Uri Authority, Uri Graph, string GraphAudience, bool IsEmulator)
{
    /// <summary>https://learn.microsoft.com/graph/deployments</summary>
    private static readonly Dictionary<string, string> Clouds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["login.microsoftonline.com"] = "https://graph.microsoft.com/",
        ["login.microsoftonline.us"] = "https://graph.microsoft.us/",
        ["login.partner.microsoftonline.cn"] = "https://microsoftgraph.chinacloudapi.cn/",
        ["login.chinacloudapi.cn"] = "https://microsoftgraph.chinacloudapi.cn/",
    };

    /// <summary>Whether Graph's address is known from the identity platform's.</summary>
    public static bool IsKnown(Uri authority) => Clouds.ContainsKey(authority.Host);

    /// <exception cref="UsageException">An address is none, or Graph's is not known.</exception>
    public static CloudAddresses Of(string authority, string? graph)
    {
        var platform = Https(authority, "--authority-host");
        var address = Https(graph ?? Clouds.GetValueOrDefault(platform.Host)
            ?? throw new UsageException($"Which Microsoft Graph belongs to {platform.Host} is not known: give its address with --graph, or use --emulator for the local stack."), "--graph");
        return new(platform, address, address.GetLeftPart(UriPartial.Authority), IsEmulator: false);
    }

    /// <exception cref="UsageException">The address is none of this machine.</exception>
    public static CloudAddresses OfEmulator(string emulator)
    {
        var address = Https(emulator, "--emulator");
        return address.IsLoopback
            ? new(address, new Uri(address, "graph/"), "https://graph.microsoft.com", IsEmulator: true)
            : throw new UsageException($"--emulator takes an address of this machine, and {address.Host} is none.");
    }

    private static Uri Https(string text, string option) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0
            ? address
            : throw new UsageException($"{option} takes an https address, for example https://login.microsoftonline.com/.");
}
