namespace EntraEmulator.Hosting;

/// <summary>Every address that the emulator hands out. They never depend on the request's Host header.</summary>
internal sealed class EmulatorUrls
{
    private Uri? _address;

    public Uri Address
    {
        // The port is known once Kestrel listens; nobody can ask before.
        get => _address ?? throw new InvalidOperationException("The emulator has not started yet.");
        set => _address = value;
    }

    public string Issuer(string tenant, int version = 2) => version == 1 ? $"{Address}{tenant}/" : $"{Address}{tenant}/v2.0";

    public string Keys(string tenant, int version = 2) => version == 1 ? $"{Address}{tenant}/discovery/keys" : $"{Address}{tenant}/discovery/v2.0/keys";

    public string OAuth(string tenant, string endpoint, int version = 2) =>
        version == 1 ? $"{Address}{tenant}/oauth2/{endpoint}" : $"{Address}{tenant}/oauth2/v2.0/{endpoint}";

    public string Metadata(string tenant) => $"{Address}{tenant}/v2.0/.well-known/openid-configuration";
}
