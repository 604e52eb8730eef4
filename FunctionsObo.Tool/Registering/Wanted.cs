namespace FunctionsObo.Tool.Registering;

/// <summary>What the registration should be, by the code, the settings and the options.</summary>
internal sealed record Wanted
{
    /// <summary>What people see in the directory.</summary>
    public required string Name { get; init; }

    /// <summary>The application to use, by client id; null for the one of this name, or a new one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Whether somebody gave <see cref="ClientId"/> on the command line: then no other will do.</summary>
    public bool ClientIdIsGiven { get; init; }

    /// <summary>Whether users of other tenants call too.</summary>
    public bool IsMultiTenant { get; init; }

    /// <summary>Whether the app takes access tokens of version 2.0.</summary>
    public bool TakesVersion2 { get; init; } = true;

    /// <summary>The scopes that the functions ask for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The app roles that the functions ask for.</summary>
    public required IReadOnlyList<string> AppRoles { get; init; }

    /// <summary>What is called downstream.</summary>
    public required IReadOnlyList<WantedApi> Apis { get; init; }

    /// <summary>Clients, by client id, whose consent includes that of this API.</summary>
    public IReadOnlyList<string> KnownClients { get; init; } = [];

    /// <summary>Whether users of the Azure CLI get tokens for this API without consent.</summary>
    public bool AllowAzureCli { get; init; }

    /// <summary>Whether there is to be a public client to try the API out with.</summary>
    public bool WithClient { get; init; }

    /// <summary>The client id of the one that there is, by the settings.</summary>
    public string? TestClientId { get; init; }

    /// <summary>The principal id of the managed identity whose tokens stand for the application.</summary>
    public string? ManagedIdentity { get; init; }

    /// <summary>Whether the app proves itself with somebody else's tokens.</summary>
    public bool IsFederated { get; init; }

    /// <summary>The entry of a service catalogue, where a tenant asks for one.</summary>
    public string? ServiceManagementReference { get; init; }

    /// <summary>What marks the directory's objects as made by this tool for this app.</summary>
    public Mark Mark => new(Name);

    /// <summary>The name of the client to try the API out with.</summary>
    public string ClientName => $"{Name} (test client)";
}

/// <summary>A downstream API as the settings have it.</summary>
/// <param name="Name">Its section's name.</param>
/// <param name="Resource">What its scopes begin with: an App ID URI or a client id.</param>
/// <param name="Scopes">The names of the delegated permissions; none for <c>.default</c>.</param>
/// <param name="AppRoles">The names of the application permissions.</param>
/// <param name="IsCalledAsApp">Whether the app calls it as itself.</param>
internal sealed record WantedApi(string Name, string Resource, IReadOnlyList<string> Scopes, IReadOnlyList<string> AppRoles, bool IsCalledAsApp);
