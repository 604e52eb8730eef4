namespace EntraEmulator.StackFiles;

/// <summary>What a local stack serves, as a stack file says it: <c>local/stack.json</c> is the default.</summary>
public sealed record StackDefinition
{
    private static readonly Lazy<StackDefinition> TheDefault = new(ReadDefault);

    /// <summary>The default: two tenants, three users, the app, two clients, Graph and Orders.</summary>
    public static StackDefinition Default => TheDefault.Value;

    /// <summary>Tenants with their users and groups; at least one.</summary>
    public required IReadOnlyList<TenantDefinition> Tenants { get; init; }

    /// <summary>The API under development.</summary>
    public required AppDefinition App { get; init; }

    /// <summary>The applications that call it.</summary>
    public required IReadOnlyList<ClientDefinition> Clients { get; init; }

    /// <summary>The APIs that it calls.</summary>
    public required IReadOnlyList<ApiDefinition> DownstreamApis { get; init; }

    /// <summary>Conditional access policies.</summary>
    public IReadOnlyList<PolicyDefinition> Policies { get; init; } = [];

    /// <summary>How signing in goes.</summary>
    public SignInDefinition SignIn { get; init; } = new(NumberMatching: false, ThirdPartyCookies: true, ConsentRequests: false);

    /// <summary>The tenant that the app is registered in.</summary>
    public TenantDefinition HomeTenant => Tenants.First(tenant => tenant.Name.Equals(App.Tenant, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a stack file.</summary>
    /// <param name="file">Its content: JSON, comments and trailing commas allowed.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="StackFileException">Something in it is wrong.</exception>
    public static StackDefinition Read(byte[] file, string name)
    {
        var errors = new StackErrors(name);
        var read = LocatedReader.Read(file, errors) is { } json ? new StackReader(errors).Read(json) : null;
        errors.ThrowIfAny();
        return read!;
    }

    private static StackDefinition ReadDefault()
    {
        using var resource = typeof(StackDefinition).Assembly.GetManifestResourceStream("stack.json")!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return Read(content.ToArray(), "the built-in stack.json");
    }
}

/// <summary>A tenant.</summary>
/// <param name="Name">A short name that only the emulator has.</param>
/// <param name="Id">A GUID, lower case.</param>
/// <param name="Domain">The verified domain.</param>
/// <param name="Users">Those who can get tokens.</param>
/// <param name="Groups">Their groups, in Graph's order.</param>
public sealed record TenantDefinition(string Name, string Id, string Domain, IReadOnlyList<UserDefinition> Users, IReadOnlyList<GroupDefinition> Groups);

/// <summary>A user. <c>Id</c> is the object id: a GUID, lower case.</summary>
public sealed record UserDefinition(string Name, string Id, string DisplayName, string GivenName, string Surname, string Mail, string JobTitle)
{
    /// <summary>Directory roles, such as <c>Global Administrator</c>.</summary>
    public IReadOnlyList<string> DirectoryRoles { get; init; } = [];

    /// <summary>The name of the tenant that the user is a member of, under the same name; null for a member of this one.</summary>
    public string? GuestFrom { get; init; }
}

/// <summary>A group; its members are names of users of the same tenant.</summary>
public sealed record GroupDefinition(string Name, IReadOnlyList<string> Members);

/// <summary>The registration of the API under development. <c>Tenant</c> is a tenant's name.</summary>
public sealed record AppDefinition(string Name, string Tenant, string ClientId, string AppIdUri, IReadOnlyList<string> Scopes, IReadOnlyList<string> AppRoles)
{
    /// <summary>What it proves itself with. It opens nothing but the emulator.</summary>
    public required string Secret { get; init; }

    /// <summary>Optional claims in its access tokens: <c>idtyp</c>, <c>xms_cc</c>, <c>acct</c>.</summary>
    public IReadOnlyList<string> OptionalClaims { get; init; } = [];

    /// <summary>What the app declares that it and its clients can handle: <c>cp1</c> for claims challenges, or nothing.</summary>
    public IReadOnlyList<string> ClientCapabilities { get; init; } = [];

    /// <summary>Where the answers of its own sign-ins, and of an administrator's consent, may go.</summary>
    public RedirectUriDefinition RedirectUris { get; init; } = RedirectUriDefinition.None;

    /// <summary>The name alone: the secret is for no log.</summary>
    public override string ToString() => Name;
}
