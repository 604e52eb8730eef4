using EntraEmulator.Graph;
using EntraEmulator.Tenants;

namespace EntraEmulator.SignIn;

/// <summary>
/// Where the answers of a sign-in may go, by platform, as the directory keeps it. See https://learn.microsoft.com/entra/identity-platform/reply-url.
/// </summary>
internal static class RedirectUris
{
    private static readonly (ClientPlatform Platform, string Member)[] Platforms =
        [(ClientPlatform.Web, "web"), (ClientPlatform.Spa, "spa"), (ClientPlatform.PublicClient, "publicClient")];

    /// <returns>The platform that an address is registered for; null when it is not registered.</returns>
    public static ClientPlatform? PlatformOf(AppRegistration client, string uri) =>
        All(client).Where(one => Matches(one.Uri, uri)).Select(one => (ClientPlatform?)one.Platform).FirstOrDefault();

    /// <summary>Whether pages of an origin may redeem the client's codes: those of its single-page application.</summary>
    public static bool IsSpaOrigin(AppRegistration client, string origin) =>
        All(client).Any(one => one.Platform == ClientPlatform.Spa && Uri.TryCreate(one.Uri, UriKind.Absolute, out var uri) && Matches(uri.GetLeftPart(UriPartial.Authority), origin));

    private static IEnumerable<(string Uri, ClientPlatform Platform)> All(AppRegistration client) =>
        Platforms.SelectMany(one => client.Details.Object(one.Member)?.Texts("redirectUris") ?? [], (one, uri) => (uri, one.Platform)).Where(one => IsAddress(one.uri));

    /// <summary>What a browser would run instead of going there is no address, whoever registered it.</summary>
    private static bool IsAddress(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var address) && address.Scheme is not ("javascript" or "data" or "vbscript" or "file" or "blob" or "about") && !uri.Any(char.IsWhiteSpace);

    /// <summary>Byte by byte; on this machine with any port where none is registered, as a native app gets a free one (RFC 8252 section 7.3).</summary>
    private static bool Matches(string registered, string given)
    {
        if (string.Equals(registered, given, StringComparison.Ordinal)) return true;
        return Uri.TryCreate(registered, UriKind.Absolute, out var one) && Uri.TryCreate(given, UriKind.Absolute, out var other)
            && one.Scheme == Uri.UriSchemeHttp && other.Scheme == Uri.UriSchemeHttp && one.IsLoopback && one.IsDefaultPort
            && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) && other.UserInfo.Length == 0 && other.Fragment.Length == 0
            && string.Equals(one.PathAndQuery, other.PathAndQuery, StringComparison.Ordinal);
    }
}

/// <summary>What kind of program gets the answer.</summary>
internal enum ClientPlatform
{
    /// <summary>A program on a server, which has a credential.</summary>
    Web,

    /// <summary>A page, which redeems its codes from the browser.</summary>
    Spa,

    /// <summary>A program on the user's own device.</summary>
    PublicClient,
}
