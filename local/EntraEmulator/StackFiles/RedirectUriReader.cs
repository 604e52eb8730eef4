namespace EntraEmulator.StackFiles;

/// <summary>Reads <c>redirectUris</c> of a client.</summary>
internal sealed class RedirectUriReader(StackErrors errors)
{
    /// <summary>What Entra gives a program on the user's own device: with any port (RFC 8252 section 7.3).</summary>
    private const string Usual = "http://localhost";

    public RedirectUriDefinition Read(Section client, bool isPublic)
    {
        if (client.OptionalSection("redirectUris", "web", "spa", "publicClient") is not { } uris) return new([], [], isPublic ? [Usual] : []);
        if (!isPublic && uris.Find("publicClient") is { } native) errors.Add(native.NamePlace, $"{native.Path} belongs to a public client. Remove it, or the secret for \"publicClient\": true.");
        return new(
            uris.Texts("web", Rule.WebAddress),
            uris.Texts("spa", Rule.WebAddress),
            uris.Has("publicClient") ? uris.Texts("publicClient", Rule.NativeAddress) : isPublic ? [Usual] : []);
    }
}
