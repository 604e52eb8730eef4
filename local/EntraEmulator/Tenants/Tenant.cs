namespace EntraEmulator.Tenants;

/// <summary>A tenant, named in a path by its id, its short name or its verified domain.</summary>
/// <param name="Id">The tenant's GUID, lower case.</param>
/// <param name="Name">A short name, an alias that only the emulator has.</param>
/// <param name="Domain">The verified domain.</param>
public sealed record Tenant(string Id, string Name, string Domain);
